using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClinicLive.Domain.Features.Paces;

/// <summary>What one limit remembers of one person, address or key, for all nodes. Where there is no row, nothing was done for a while.</summary>
public sealed class Pace
{
    /// <summary>Who, as a hash (SHA-256) of the limit's name and of what is counted: an address of the network stands nowhere in clear.</summary>
    public required string Key { get; init; }

    /// <summary>The remembered moments in order, as ticks in UTC with blanks between. Whoever changes it must have read the newest.</summary>
    public string Moments { get; private set; } = "";

    /// <summary>From then on the row means nothing, in UTC.</summary>
    public DateTimeOffset Until { get; private set; }

    internal bool IsEmpty => Moments.Length == 0;

    internal static string KeyOf(PaceLimit limit, string who) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{limit.Name}\n{who}")));

    /// <summary>Whether one more may be done; counts nothing.</summary>
    internal PaceAnswer Look(PaceLimit limit, DateTimeOffset now) => limit.WaitAt(Read(), now) is var wait && wait > TimeSpan.Zero ? new PaceAnswer(IsTaken: false, wait) : PaceAnswer.Taken;

    /// <summary>Counts one more where it may be done.</summary>
    internal PaceAnswer Take(PaceLimit limit, DateTimeOffset now)
    {
        var answer = Look(limit, now);
        if (answer.IsTaken) Write(limit, limit.With(Read(), now));
        return answer;
    }

    /// <summary>The newest one did not count after all.</summary>
    internal void GiveBack(PaceWindow limit) => Write(limit, Read() is [.. var before, _] ? before : []);

    private List<DateTimeOffset> Read() =>
        [.. Moments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => new DateTimeOffset(long.Parse(t, CultureInfo.InvariantCulture), TimeSpan.Zero))];

    private void Write(PaceLimit limit, IReadOnlyList<DateTimeOffset> moments)
    {
        Moments = string.Join(' ', moments.Select(m => m.UtcTicks.ToString(CultureInfo.InvariantCulture)));
        if (!IsEmpty) Until = limit.Until(moments);
    }
}
