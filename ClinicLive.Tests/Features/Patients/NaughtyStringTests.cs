using System.Globalization;
using System.Text;
using System.Text.Json;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Patients;

/// <summary>Strings that break things (shared data, text/blns): kept to the letter, or refused because nothing of them can be seen.</summary>
public sealed class NaughtyStringTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [SharedDataFact]
    public async Task Every_string_is_kept_to_the_letter_as_a_patients_name_and_can_be_searched()
    {
        var refused = new List<string>();
        var kept = new Dictionary<Guid, string>();
        foreach (var text in Blns())
        {
            var made = await _clinic.Get<PatientService>().RegisterAsync(Home.Lena, text, null, null, Guid.NewGuid());
            if (made.Succeeded)
            {
                kept.Add(made.Value.Id, text);
                continue;
            }

            made.Refusal.Should().Be(Refusal.Invalid("Name", "Please enter the patient's name."), $"of {Codes(text)}");
            refused.Add(text);
        }

        refused.Should().OnlyContain(text => !CanBeSeen(text)).And.NotBeEmpty();
        kept.Values.Should().OnlyContain(text => CanBeSeen(text)).And.HaveCountGreaterThan(480);
        await using var db = _clinic.NewContext();
        foreach (var patient in db.Patients.Where(p => p.OrganizationId == Home.Id && p.AccountId == null).ToList())
        {
            patient.Name.Should().Be(kept[patient.Id], $"it was registered as {Codes(kept[patient.Id])}");
        }

        foreach (var (id, text) in kept)
        {
            var found = await _clinic.Get<PatientQueries>().SearchAsync(Home.Lena, text);
            var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
            if (words is > 0 and <= 10 && found.Count < PatientQueries.SearchLimit) found.Should().Contain(p => p.Id == id, $"of {Codes(text)}");
        }
    }

    [SharedDataFact]
    public async Task Every_string_is_kept_to_the_letter_as_a_reason_for_the_visit_and_for_the_end()
    {
        var start = _clinic.Now.AddDays(1);
        foreach (var text in Blns())
        {
            start = start.AddMinutes(5);
            var booked = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(start, minutes: 5, reason: text));
            var row = (await _clinic.Boards.FindAsync(Home.Lena, booked.Value!.Id))!;
            row.Reason.Should().Be(CanBeSeen(text) ? text : null, $"of {Codes(text)}");

            var cancelled = await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Cancelled, text);
            cancelled.Succeeded.Should().Be(CanBeSeen(text), $"of {Codes(text)}");
            if (!cancelled.Succeeded) continue;
            (await _clinic.Boards.FindAsync(Home.Lena, row.Id))!.EndReason.Should().Be(text);
            (await _clinic.Boards.HistoryAsync(Home.Lena, row.Id))[^1].Reason.Should().Be(text);
        }
    }

    [Fact]
    public async Task A_zero_character_and_half_a_character_are_kept_or_refused_but_not_silently_changed()
    {
        // Not as data of a theory: an attribute cannot hold half a character.
        foreach (var text in new[] { "Anna\0Berg", "\0", "\uD83D unpaired", "unpaired \uDE00" }) await IsKeptOrRefusedAsync(text);
    }

    [Fact]
    public async Task A_name_of_the_longest_length_is_kept_and_a_longer_one_refused()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", Patient.NameLimit / 2));
        var patients = _clinic.Get<PatientService>();

        var kept = await patients.RegisterAsync(Home.Lena, longest, null, null, Guid.NewGuid());
        var tooLong = await patients.RegisterAsync(Home.Lena, longest + "x", null, null, Guid.NewGuid());

        (await NameAsync(kept.Value!.Id)).Should().Be(longest);
        tooLong.Refusal.Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == "Name");
    }

    [Theory]
    [InlineData(2_001)]
    [InlineData(60_000)]
    public async Task A_search_for_something_endless_finds_nobody(int length)
    {
        (await _clinic.Get<PatientQueries>().SearchAsync(Home.Lena, new string('a', length))).Should().BeEmpty();
        (await _clinic.Get<PatientQueries>().SearchAsync(Home.Lena, new string('%', length))).Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();

    private static string[] Blns() => JsonSerializer.Deserialize<string[]>(File.ReadAllText(SharedData.Find("text", "blns", "blns.json")))!;

    private async Task IsKeptOrRefusedAsync(string text)
    {
        var made = await _clinic.Get<PatientService>().RegisterAsync(Home.Lena, text, null, null, Guid.NewGuid());
        var booked = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(reason: text));
        var row = await _clinic.BookAsync(_clinic.Now.AddDays(4));
        _clinic.Clock.Advance(TimeSpan.FromHours(1));
        var cancelled = await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Cancelled, text);

        if (made.Succeeded) (await NameAsync(made.Value.Id)).Should().Be(text);
        else made.Refusal.Field.Should().Be("Name");
        if (booked.Succeeded) (await _clinic.Boards.FindAsync(Home.Lena, booked.Value.Id))!.Reason.Should().BeOneOf(text, CanBeSeen(text) ? text : null);
        else booked.Refusal.Field.Should().Be("Reason");
        if (cancelled.Succeeded) (await _clinic.Boards.FindAsync(Home.Lena, row.Id))!.EndReason.Should().Be(text);
        else cancelled.Refusal.Field.Should().Be("Reason");
        await _clinic.Get<PatientQueries>().Invoking(q => q.SearchAsync(Home.Lena, text)).Should().NotThrowAsync();
    }

    // The test's own opinion, by category of character.
    private static bool CanBeSeen(string text) => text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate));

    private static string Codes(string text) => string.Join(' ', text.Take(40).Select(c => $"{(int)c:X4}"));

    private async Task<string> NameAsync(Guid patientId)
    {
        await using var db = _clinic.NewContext();
        return db.Patients.Single(p => p.Id == patientId).Name;
    }
}
