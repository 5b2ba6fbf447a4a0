using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>What people do in conversations on screen.</summary>
internal static class Talks
{
    /// <summary>The patient opens the conversation with a doctor, which is made when there is none yet.</summary>
    public static async Task<IPage> OpenTalkAsync(this BrowserSession windows, string patient, string doctor, AppHost? on = null, int width = 1280, Func<IPage, Task>? before = null)
    {
        var id = (on ?? windows.Host).Text($"""SELECT lower(p."Id") FROM "Practitioners" p JOIN "Accounts" a ON a."Id" = p."AccountId" WHERE a."Email" = '{doctor}'""");
        var page = await windows.OpenAsAsync(patient, $"/chat?doctor={id}", on: on, width: width, before: before);
        await page.InRoomAsync();
        return page;
    }

    /// <summary>The other one opens the same conversation.</summary>
    public static async Task<IPage> JoinTalkAsync(this BrowserSession windows, string email, IPage other, AppHost? on = null, int width = 1280, Func<IPage, Task>? before = null)
    {
        var page = await windows.OpenAsAsync(email, other.TalkPath(), on: on, width: width, before: before);
        await page.InRoomAsync();
        return page;
    }

    public static string TalkPath(this IPage page) => new Uri(page.Url).AbsolutePath;

    /// <summary>The room is drawn and in the script's hands: what is typed from now on is heard.</summary>
    public static async Task InRoomAsync(this IPage page)
    {
        await page.Locator(".chat-room[data-drawn='true'] [data-composer]").WaitForAsync();
        await Expect(page.Locator("[data-composer]")).ToBeFocusedAsync();
    }

    public static async Task SayAsync(this IPage page, string text)
    {
        await page.Locator("[data-composer]").FillAsync(text);
        await page.Locator("[data-composer]").PressAsync("Enter");
    }

    /// <summary>A message that the circuit has drawn.</summary>
    public static ILocator Drawn(this IPage page, string text) => page.Locator("[data-list] .body", new() { HasText = text });

    /// <summary>A message that was read by requests.</summary>
    public static ILocator ReadMeanwhile(this IPage page, string text) => page.Locator("[data-meanwhile] .body", new() { HasText = text });

    /// <summary>Everything that stands in the conversation, in the order on screen, whoever drew it.</summary>
    public static async Task<IReadOnlyList<string>> SaidAsync(this IPage page) => await page.Locator(".chat-scroll .body").AllTextContentsAsync();

    /// <summary>Groups of two in which one has said all of it and the other has read it, written beside the running clinic.</summary>
    public static async Task<List<(Guid Room, List<string> Texts)>> WriteTalksAsync(this AppHost host, IEnumerable<string> texts, int perRoom, string sender, string reader)
    {
        var services = new ServiceCollection();
        services.AddOptions();
        services.AddClinicDomain($"Data Source={host.DatabaseFile};Pooling=False", Path.GetTempPath());
        await using var provider = services.BuildServiceProvider();
        await using var db = await provider.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync();
        db.TellsNobody = true;
        var accounts = await db.Accounts.Where(a => a.Email == sender || a.Email == reader).ToListAsync();
        var from = accounts.Single(a => a.Email == sender);
        var by = new Actor(from.Id, from.OrganizationId, from.Role, from.DisplayName);
        var at = TimeProvider.System.GetUtcNow().AddHours(-1);
        var rooms = new List<(Guid, List<string>)>();
        foreach (var part in texts.Chunk(perRoom))
        {
            var room = ChatRoom.Group($"Texts {rooms.Count}", by, at).Room!;
            db.Add(room);
            foreach (var text in part) db.Add(room.Post(by, Guid.NewGuid(), text, null, at));
            foreach (var someone in accounts)
            {
                var place = new ChatParticipant(room, someone.Id, at);
                place.MoveRead(room.LastSequence, room);
                db.Add(place);
            }

            rooms.Add((room.Id, [.. part]));
        }

        await db.SaveChangesAsync();
        return rooms;
    }
}
