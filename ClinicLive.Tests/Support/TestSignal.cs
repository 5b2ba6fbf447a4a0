using ClinicLive.Domain.Live;

namespace ClinicLive.Tests.Support;

/// <summary>An event about nothing, on any topics.</summary>
internal sealed record TestSignal(string Key, int Version, params Topic[] On) : IClinicEvent
{
    public IEnumerable<Topic> Topics => On;
}
