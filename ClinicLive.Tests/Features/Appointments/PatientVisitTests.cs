using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>All appointments of a patient, a page at a time.</summary>
public sealed class PatientVisitTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private PatientVisitQueries Visits => _clinic.Get<PatientVisitQueries>();

    [Fact]
    public async Task Pages_hold_every_appointment_once_newest_first()
    {
        var booked = new List<Guid>();
        for (var day = 0; day < 23; day++) booked.Add((await _clinic.BookAsync(_clinic.Now.AddDays(day + 1))).Id);
        await _clinic.BookAsync(_clinic.Now.AddDays(1).AddHours(1), patient: Home.SecondPatient);

        var pages = new List<PatientVisits>();
        for (var page = 0; page < 3; page++) pages.Add(await Visits.PageAsync(Home.Lena, Home.Patient.PatientId!.Value, page));

        pages.SelectMany(p => p.Rows).Select(r => r.Id).Should().Equal(Enumerable.Reverse(booked));
        pages.Select(p => p.HasEarlier).Should().Equal(true, true, false);
        (await Visits.PageAsync(Home.Lena, Home.Patient.PatientId!.Value, 3)).Rows.Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task A_page_that_cannot_be_is_empty(int page)
    {
        await _clinic.BookAsync();

        (await Visits.PageAsync(Home.Lena, Home.Patient.PatientId!.Value, page)).Rows.Should().BeEmpty();
    }

    [Fact]
    public async Task Patients_and_other_clinics_read_nothing_and_what_is_in_error_only_an_admin()
    {
        var row = await _clinic.BookAsync();
        var patient = Home.Patient.PatientId!.Value;

        foreach (var outsider in new[] { Home.Patient, Home.SecondPatient, _clinic.Other.Lena, _clinic.Other.Admin, _clinic.Other.Doctor })
        {
            (await Visits.PageAsync(outsider, patient, 0)).Rows.Should().BeEmpty();
        }

        await _clinic.ThenAsync(row, AppointmentStatus.EnteredInError);
        (await Visits.PageAsync(Home.Lena, patient, 0)).Rows.Should().BeEmpty();
        (await Visits.PageAsync(Home.Admin, patient, 0)).Rows.Should().ContainSingle(r => r.Id == row.Id);
    }

    public void Dispose() => _clinic.Dispose();
}
