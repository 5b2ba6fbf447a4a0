namespace ClinicLive.Domain.Live;

/// <summary>Something that is true for seconds and stored nowhere: one that is lost is missed by nobody.</summary>
public interface IPassingSignal : IClinicEvent;
