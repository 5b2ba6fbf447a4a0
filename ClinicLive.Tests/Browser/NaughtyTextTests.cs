using System.Text.Json;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>Text is shown as text, whatever it is: names and reasons of the Big List of Naughty Strings on a real board.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NaughtyTextTests(BrowserFixture browser)
{
    // Each to be typed at the desk: markup, script, templates, right-to-left, zero width, stacked marks, formulas.
    private static readonly string[] Typed =
    [
        "<script>alert(123)</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{constructor.constructor('alert(1)')()}} @(1+1) ${alert(1)}",
        "‮אבג test‭ 1;DROP TABLE users",
        "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
        "=HYPERLINK(\"javascript:alert(1)\",'x')",
    ];

    [SharedDataFact]
    public Task Every_naughty_string_stands_on_the_board_to_the_letter_and_does_nothing() => browser.RunAsync(async windows =>
    {
        var folder = Directory.CreateTempSubdirectory("cliniclive-naughty-");
        try
        {
            var file = Path.Combine(folder.FullName, "clinic.db");
            var texts = await FillAsync(file);
            texts.Should().HaveCountGreaterThan(480);

            await using var host = await AppHost.StartAsync(settings: new Dictionary<string, string> { ["ConnectionStrings:Clinic"] = $"Data Source={file}" });
            var ran = new List<string>();
            var desk = await windows.OpenAsAsync("reception@demo.example", "/dashboard", on: host, before: page => WatchAsync(page, ran));
            await Expect(desk.Lane("NotSeen").Cards().First).ToBeVisibleAsync();

            var shown = await desk.EvaluateAsync<Dictionary<string, string[]>>(
                """
                () => Object.fromEntries([...document.querySelectorAll('[data-appointment]')]
                  .map(card => [card.dataset.appointment, [...card.querySelectorAll('bdi')].map(text => text.textContent).filter(text => text !== '')]))
                """);
            foreach (var (id, text) in texts) shown[id.ToString()].Should().OnlyContain(part => part == text).And.HaveCountGreaterThan(1);
            await NothingHappenedAsync(desk, ran);
            foreach (var width in new[] { 1920, 1280, 360 })
            {
                await desk.SetViewportSizeAsync(width, 800);
                (await desk.SticksOutAsync()).Should().BeEmpty($"{width} px are enough");
            }

            var (one, script) = texts.First(t => t.Value.StartsWith("<script", StringComparison.Ordinal));
            await desk.GotoAsync($"/appointments/{one}");
            await Expect(desk.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(script);
            await NothingHappenedAsync(desk, ran);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    [Fact]
    public Task A_naughty_name_that_is_typed_at_the_desk_is_kept_to_the_letter() => browser.RunAsync(async windows =>
    {
        var ran = new List<string>();
        var desk = await windows.OpenAsAsync("reception2@demo.example", "/dashboard", before: page => WatchAsync(page, ran));
        foreach (var text in Typed)
        {
            await desk.RegisterAsync(text);
            (await desk.Locator(".picked bdi").TextContentAsync()).Should().Be(text);
            await desk.GetByLabel("Reason").FillAsync(text);
            await desk.BookWalkInAsync("Mensah");
            await WaitFor.TrueAsync(() => desk.EvaluateAsync<bool>(
                "text => [...document.querySelectorAll('[data-lane=Waiting] [data-appointment]')].some(c => [...c.querySelectorAll('bdi')].every(b => b.textContent === text))", text),
                TimeSpan.FromSeconds(20));
        }

        await desk.GetByLabel("Find a patient on the board").FillAsync("<script>");
        await Expect(desk.Locator(".board").Locator("[data-appointment]")).ToHaveCountAsync(1);
        await NothingHappenedAsync(desk, ran);
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

    private static async Task NothingHappenedAsync(IPage page, List<string> ran)
    {
        ran.Should().BeEmpty();
        (await page.EvaluateAsync<string[]>("window.ran")).Should().BeEmpty();
        (await page.Locator("main").Locator("script, img, iframe, object, embed, style, marquee, [onerror], [onload], [onclick], [onmouseover]").CountAsync()).Should().Be(0);
    }

    /// <summary>The demo clinic with one appointment of today per string: name and reason, and for every second one also why it was called off.</summary>
    private static async Task<Dictionary<Guid, string>> FillAsync(string file)
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

        var account = await db.Accounts.SingleAsync(a => a.Email == "reception@demo.example");
        var doctors = await db.Practitioners.Where(p => p.OrganizationId == account.OrganizationId).Select(p => p.Id).ToListAsync();
        var policy = await provider.GetRequiredService<OrganizationQueries>().PolicyAsync(account.OrganizationId);
        var by = new Actor(account.Id, account.OrganizationId, Role.Receptionist, account.DisplayName);
        var today = policy.DayOf(TimeProvider.System.GetUtcNow());
        var morning = policy.At(today, new TimeOnly(0, 5));

        var texts = new Dictionary<Guid, string>();
        foreach (var text in JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(SharedData.Find("text", "blns", "blns.json")))!)
        {
            var (patient, refusal) = Patient.Register(by, text, null, null, morning, today);
            if (patient is null)
            {
                refusal!.Sentence.Should().Be("Please enter the patient's name.");
                continue;
            }

            var start = policy.At(today, new TimeOnly(8, 0)).AddMinutes(texts.Count % 100 * 5);
            var appointment = Appointment.Request(patient.Id, doctors[texts.Count % doctors.Count], start, 5, text, new Change(by, morning, policy)).Appointment!;
            if (texts.Count % 2 == 0) appointment.Cancel(new Change(by, morning, policy, text)).Should().BeNull();
            db.AddRange(patient, appointment);
            texts.Add(appointment.Id, text);
        }

        await db.SaveChangesAsync();
        return texts;
    }
}
