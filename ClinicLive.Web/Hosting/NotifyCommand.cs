using System.Text.Json;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Web.Hosting;

/// <summary>
/// <c>notify --to person@clinic.example --kind reminder --text "..." [--urgent]</c>: tells one person something on the database that the settings
/// name, by the same service as everybody. A running server shows it within two seconds; one that starts later has it.
/// </summary>
public static class NotifyCommand
{
    private const string Usage = "Usage: notify --to ADDRESS --text TEXT [--kind KIND] [--urgent]";
    private static readonly string[] Own = ["--to", "--kind", "--text"];

    /// <summary>True when the program is started for this.</summary>
    public static bool IsAsked(string[] args) => args is ["notify", ..];

    /// <summary>What is left for the configuration.</summary>
    public static string[] WithoutOwn(string[] args)
    {
        var rest = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            if (Own.Contains(args[i])) i += After(args, args[i]) is null ? 0 : 1;
            else if (args[i] != "--urgent") rest.Add(args[i]);
        }

        return [.. rest];
    }

    /// <summary>What is asked for, or what is wrong with it.</summary>
    public static (NotifyWish? Wish, string? Problem) Read(string[] args)
    {
        if (After(args, "--to") is not { } to) return (null, $"Whom? --to takes the address that the person signs in with.\n{Usage}");
        if (After(args, "--text") is not { } text) return (null, $"What? --text takes what the person is told.\n{Usage}");
        if (!args.Contains("--kind")) return (new NotifyWish(to, NotificationKind.SystemMessage, text, args.Contains("--urgent")), null);
        var name = After(args, "--kind") ?? "";
        var kind = Enum.GetValues<NotificationKind>().Cast<NotificationKind?>().FirstOrDefault(k => string.Equals(NameOf(k!.Value).Replace("-", ""), name.Replace("-", ""), StringComparison.OrdinalIgnoreCase));
        return kind is { } known
            ? (new NotifyWish(to, known, text, args.Contains("--urgent")), null)
            : (null, $"There is no kind \"{name}\". --kind takes one of: {string.Join(", ", Enum.GetValues<NotificationKind>().Select(NameOf))}");
    }

    /// <summary>Tells the person. Answers the exit code.</summary>
    public static async Task<int> RunAsync(this WebApplication app, string[] args)
    {
        if (Read(args) is not { Wish: { To: var to, Kind: var kind, Text: var text, IsUrgent: var isUrgent } }) return await FailAsync(Read(args).Problem!);
        var gone = app.Lifetime.ApplicationStopping;
        await app.PrepareDatabaseAsync();
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync(gone);
        var address = to.Trim().ToUpperInvariant();
        var person = await db.Accounts.AsNoTracking().Where(a => a.NormalizedEmail == address).Select(a => new { a.Id, a.OrganizationId }).SingleOrDefaultAsync(gone);
        if (person is null) return await FailAsync($"Nobody signs in with {to}.");
        var severity = isUrgent ? NotificationSeverity.Critical : NotificationSeverity.Normal;
        var message = new NotificationMessage([person.Id], [], kind, text, "", Severity: severity);
        var outcome = await app.Services.GetRequiredService<NotificationService>().SendAsync(Actor.System(person.OrganizationId), message, Guid.CreateVersion7(), gone);
        if (outcome.Refusal is { } refusal) return await FailAsync(refusal.Sentence);
        await Console.Out.WriteLineAsync($"{to} is told. A running server shows it within two seconds.");
        return 0;
    }

    private static string? After(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length && !args[at + 1].StartsWith("--", StringComparison.Ordinal) ? args[at + 1] : null;

    private static string NameOf(NotificationKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}

/// <summary>Who is told what by the command.</summary>
/// <param name="To">The address that the person signs in with.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">What is said.</param>
/// <param name="IsUrgent">It stays on screen, sounds, and climbs.</param>
public sealed record NotifyWish(string To, NotificationKind Kind, string Text, bool IsUrgent);
