namespace ClinicLive.Web.Hosting;

/// <summary>
/// When garbage is worth collecting: when there is some, and nothing is going on. Asked again and again, each time with what the
/// runtime has counted so far.
/// </summary>
public sealed class QuietMoment
{
    /// <summary>Bytes allocated since the last collection from which one is worth it: half of what the recipes in <c>deploy/</c> let come together.</summary>
    public const long Worth = 32L << 20;

    /// <summary>Bytes allocated since it was asked last from which something is going on: a change on open screens is more, their heartbeats are less.</summary>
    public const long Busy = 256L << 10;

    private long _before;
    private long _sinceCollection;
    private int _collections;

    /// <summary>Whether now is the time. <paramref name="allocated"/> in bytes, both since the program began.</summary>
    public bool IsNow(long allocated, int collections)
    {
        if (collections != _collections) (_collections, _sinceCollection) = (collections, allocated);
        var isQuiet = allocated - _before < Busy;
        _before = allocated;
        return isQuiet && allocated - _sinceCollection >= Worth;
    }
}
