using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Import;

/// <summary>The calendars of Ical.Net's and ical.js's own tests: each is accepted or refused with a sentence, whole and cut anywhere.</summary>
public sealed class CalendarSamplesTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();
    private readonly ImportFiles _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _clinic.Dispose();
    }

    [SharedDataFact]
    public async Task Every_calendar_is_accepted_or_refused_with_a_sentence()
    {
        var (accepted, refused, visits) = (0, new List<string>(), 0);
        foreach (var path in Samples())
        {
            var outcome = await TryAsync(new ImportFile(path, Path.GetFileName(path)));
            if (outcome.Succeeded) (accepted, visits) = (accepted + 1, visits + outcome.Value.Rejects.Count(r => r.Why.StartsWith("Nobody", StringComparison.Ordinal)));
            else refused.Add(outcome.Refusal.Sentence);
        }

        refused.Should().OnlyContain(sentence => sentence.EndsWith('.') || sentence.EndsWith('?'));
        (accepted + refused.Count).Should().Be(Samples().Count).And.BeGreaterThan(190);
        accepted.Should().BeGreaterThan(150, string.Join('\n', refused));
        visits.Should().BeGreaterThan(60, "entries are read up to the patient, whom nobody knows here");
    }

    [SharedDataFact]
    public async Task A_calendar_that_is_cut_anywhere_is_refused_or_read_and_never_a_fault()
    {
        var dice = new Random(20_261_121);
        foreach (var path in Samples())
        {
            var whole = await File.ReadAllBytesAsync(path);
            for (var i = 0; i < 2 && whole.Length > 2; i++)
            {
                var cut = whole[..dice.Next(1, whole.Length)];
                if (i == 1) cut[dice.Next(cut.Length)] = (byte)dice.Next(256);
                var outcome = await TryAsync(_files.Write("cut.ics", cut));
                (outcome.Succeeded || outcome.Refusal.Sentence.Length > 10).Should().BeTrue(path);
            }
        }

        _clinic.Count("Appointments").Should().Be(0, "it was only looked at");
    }

    private static List<string> Samples() =>
        [.. new[] { "ical.net", "ical.js" }.SelectMany(f => Directory.EnumerateFiles(SharedData.Find("calendar", f), "*.ics", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];

    // With every question answered that one may ask.
    private async Task<Outcome<ImportReport>> TryAsync(ImportFile file)
    {
        var plan = new CalendarPlan { DoctorId = _clinic.Home.Doctor.PractitionerId, Patient = CalendarPatient.Title, TimeZone = "Europe/Berlin", Minutes = 20 };
        var imports = _clinic.Get<ImportService>();
        var look = await imports.LookAsync(_clinic.Home.Admin, Request(file, plan));
        if (!look.Succeeded) return look.Refusal;
        if (look.Value.Files[0].Calendar is not { } calendar) return Refusal.Invalid("File", "It is read as no calendar.");
        plan = plan with
        {
            Encoding = calendar.Encoding ?? "windows-1252",
            Zones = calendar.UnknownZones.ToDictionary(z => z, _ => "America/New_York", StringComparer.Ordinal),
            Statuses = calendar.States.ToDictionary(s => s, AppointmentStatus? (_) => null, StringComparer.OrdinalIgnoreCase),
        };
        return await imports.TryAsync(_clinic.Home.Admin, Request(file, plan));
    }

    private static ImportRequest Request(ImportFile file, CalendarPlan plan) => new([file]) { Calendars = new Dictionary<string, CalendarPlan> { [file.Name] = plan } };
}
