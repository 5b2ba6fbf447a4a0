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
    private const string Usage = "Usage: notify --to ADDRESS --kind KIND --text TEXT [--urgent]";
    private static readonly string[] Own = ["--to", "--kind", "--text"];

    /// <summary>True when the program is started for this.</summary>
    public static bool IsAsked(string[] args) => args is ["notify", ..];

    /// <summary>What is left for the configuration.</summary>
    public static string[] WithoutOwn(string[] args)
    {
        var rest = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            if (Own.Contains(args[i])) i++;
            else if (args[i] != "--urgent") rest.Add(args[i]);
        }

        return [.. rest];
    }

    /// <summary>Tells the person. Answers the exit code.</summary>
    public static async Task<int> RunAsync(this WebApplication app, string[] args)
    {
        var (to, text) = (After(args, "--to"), After(args, "--text"));
        if (to is null || text is null || !Enum.TryParse<NotificationKind>((After(args, "--kind") ?? nameof(NotificationKind.SystemMessage)).Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
        {
            return await FailAsync($"{Usage}\nKinds: {string.Join(", ", Enum.GetNames<NotificationKind>())}");
        }

        var gone = app.Lifetime.ApplicationStopping;
        await app.PrepareDatabaseAsync();
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync(gone);
        var address = to.Trim().ToUpperInvariant();
        var person = await db.Accounts.AsNoTracking().Where(a => a.NormalizedEmail == address).Select(a => new { a.Id, a.OrganizationId }).SingleOrDefaultAsync(gone);
        if (person is null) return await FailAsync($"Nobody signs in with {to}.");
        var severity = args.Contains("--urgent") ? NotificationSeverity.Critical : NotificationSeverity.Normal;
        var message = new NotificationMessage([person.Id], [], kind, text, "", Severity: severity);
        var outcome = await app.Services.GetRequiredService<NotificationService>().SendAsync(Actor.System(person.OrganizationId), message, Guid.CreateVersion7(), gone);
        if (outcome.Refusal is { } refusal) return await FailAsync(refusal.Sentence);
        await Console.Out.WriteLineAsync($"{to} is told. A running server shows it within two seconds.");
        return 0;
    }

    private static string? After(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}
