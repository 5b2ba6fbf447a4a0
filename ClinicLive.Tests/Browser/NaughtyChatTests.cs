using ClinicLive.Domain.Data;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>What people write is shown to the letter and does nothing: all naughty strings and all sequences of Unicode, in real conversations.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NaughtyChatTests(BrowserFixture browser)
{
    private const int PerRoom = 55; // as many as are drawn at once

    [SharedDataFact]
    public Task Every_string_and_every_sequence_stands_there_to_the_letter_and_does_nothing() => browser.RunAsync(async windows =>
    {
        List<string> texts = [.. RealTexts.Naughty(), .. RealTexts.Together(RealTexts.Sequences(), 120)];
        var folder = Directory.CreateTempSubdirectory("cliniclive-naughty-chat-");
        try
        {
            var file = Path.Combine(folder.FullName, "clinic.db");
            var rooms = await FillAsync(file, texts);
            await using var host = await AppHost.StartAsync(settings: new Dictionary<string, string> { ["ConnectionStrings:Clinic"] = $"Data Source={file}" });
            var ran = new List<string>();
            var page = await windows.OpenAsAsync("reception@demo.example", "/chat", on: host, before: p => WatchAsync(p, ran));
            foreach (var (room, expected) in rooms)
            {
                await page.GotoAsync($"/chat/{room}");
                await Expect(page.Locator("[data-list] [data-message]")).ToHaveCountAsync(expected.Count);
                var shown = await page.Locator("[data-list] .body").EvaluateAllAsync<string[]>("bodies => bodies.map(b => b.textContent)");
                shown.Select(RealTexts.Bytes).Should().Equal(expected.Select(t => RealTexts.Bytes(t)));
                (await page.EvaluateAsync<string[]>("window.ran")).Should().BeEmpty();
                (await page.Locator(".chat-scroll").Locator("script, img, iframe, object, embed, style, marquee, [onerror], [onload], [onclick], [onmouseover]").CountAsync()).Should().Be(0);
                (await page.SticksOutAsync()).Should().BeEmpty();
            }

            ran.Should().BeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    private static async Task WatchAsync(IPage page, List<string> ran)
    {
        page.Dialog += (_, dialog) =>
        {
            ran.Add(dialog.Message);
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!new Uri(request.Url).IsLoopback) ran.Add(request.Url);
        };
        await page.AddInitScriptAsync("window.ran = []; for (const way of ['alert', 'confirm', 'prompt', 'open']) window[way] = what => window.ran.push(String(what));");
    }

    /// <summary>The demo clinic with groups of reception's in which a colleague has said all of it.</summary>
    private static async Task<List<(Guid Room, List<string> Texts)>> FillAsync(string file, List<string> texts)
    {
        var services = new ServiceCollection();
        services.AddOptions();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<DemoClinic>();
        services.AddClinicDomain($"Data Source={file};Pooling=False", Path.GetTempPath());
        await using var provider = services.BuildServiceProvider();
        await using var db = await provider.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync();
        await db.Database.MigrateAsync();
        await provider.GetRequiredService<DemoClinic>().FillAsync();

        var (by, reader) = (await ActorAsync("reception2@demo.example"), await ActorAsync("reception@demo.example"));
        var at = TimeProvider.System.GetUtcNow().AddHours(-1);
        var rooms = new List<(Guid, List<string>)>();
        foreach (var part in texts.Chunk(PerRoom))
        {
            var room = ChatRoom.Group($"Texts {rooms.Count}", by, at).Room!;
            db.Add(room);
            foreach (var text in part) db.Add(room.Post(by, Guid.NewGuid(), text, null, at));
            foreach (var someone in new[] { by, reader })
            {
                var place = new ChatParticipant(room, someone.UserId, at);
                place.MoveRead(room.LastSequence, room);
                db.Add(place);
            }

            rooms.Add((room.Id, [.. part]));
        }

        await db.SaveChangesAsync();
        return rooms;

        async Task<Actor> ActorAsync(string email)
        {
            var account = await db.Accounts.SingleAsync(a => a.Email == email);
            return new Actor(account.Id, account.OrganizationId, Role.Receptionist, account.DisplayName);
        }
    }
}
