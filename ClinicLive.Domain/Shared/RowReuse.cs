namespace ClinicLive.Domain.Shared;

/// <summary>Keeps unchanged rows the same objects from one read to the next, so that screens can compare by reference.</summary>
public static class RowReuse
{
    /// <summary>The rows just read, each replaced by its equal from before.</summary>
    public static IReadOnlyList<TRow> Merge<TRow, TKey>(IReadOnlyList<TRow>? before, IReadOnlyList<TRow> now, Func<TRow, TKey> key)
        where TRow : class
        where TKey : notnull
    {
        if (before is null or { Count: 0 }) return now;
        var known = before.ToDictionary(key);
        return [.. now.Select(row => known.TryGetValue(key(row), out var old) && old.Equals(row) ? old : row)];
    }
}
