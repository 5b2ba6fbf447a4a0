using System.Net;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>The file for somebody's own calendar, asked for over HTTP by everybody.</summary>
public sealed class CalendarFileTests : IDisposable
{
    private readonly AccountHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Whose_appointment_it_is_gets_the_file()
    {
        var id = await BookAsync();

        var answer = await (await _host.VisitAsync(Role.Patient)).GetAsync(Path(id));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/calendar; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName.Should().Be("appointment.ics");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await answer.Content.ReadAsStringAsync()).Should().StartWith("BEGIN:VCALENDAR\r\n").And.Contain($"UID:{id}@cliniclive\r\n").And.NotContain("Cough");
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Admin)]
    [InlineData(Role.Practitioner)]
    public async Task So_does_the_staff_who_see_it(Role role) =>
        (await (await _host.VisitAsync(role)).GetAsync(Path(await BookAsync()))).StatusCode.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task Whoever_is_not_signed_in_is_sent_to_sign_in()
    {
        var answer = await _host.Visit().GetAsync(Path(await BookAsync()));

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().Should().Contain("/account/login");
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("VCALENDAR");
    }

    [Theory]
    [InlineData(Role.Patient, true)]
    [InlineData(Role.Patient, false)]
    [InlineData(Role.Receptionist, false)]
    [InlineData(Role.Admin, false)]
    public async Task For_another_patient_and_for_another_clinic_it_does_not_exist(Role role, bool isOfThisClinic)
    {
        var id = await BookAsync();
        var email = await AddAccountAsync(role, isOfThisClinic);
        var stranger = _host.Visit("192.0.2.7");
        (await stranger.SignInAsync(email, AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        var theirs = await stranger.GetAsync(Path(id));
        var nothing = await stranger.GetAsync(Path(Guid.CreateVersion7()));

        theirs.StatusCode.Should().Be(HttpStatusCode.NotFound).And.Be(nothing.StatusCode);
        (await theirs.Content.ReadAsStringAsync()).Should().NotContain("VCALENDAR");
    }

    [Fact]
    public async Task A_revoked_session_gets_nothing()
    {
        var id = await BookAsync();
        var patient = await _host.VisitAsync(Role.Patient);
        (await patient.GetAsync(Path(id))).StatusCode.Should().Be(HttpStatusCode.OK);

        await patient.SignOutAsync();

        (await patient.GetAsync(Path(id))).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    private static string Path(Guid id) => $"/appointments/{id}/calendar.ics";

    private async Task<Guid> BookAsync()
    {
        var (patient, doctor) = (await _host.ActorAsync(Role.Patient), await _host.ActorAsync(Role.Practitioner));
        var wish = new NewAppointment(patient.PatientId!.Value, doctor.PractitionerId!.Value, _host.Clock.GetUtcNow().AddDays(2), 15, "Cough", Guid.NewGuid());
        var booked = await _host.Get<BookingService>().BookAsync(await _host.ActorAsync(Role.Receptionist), wish);
        return booked.Value?.Id ?? throw new InvalidOperationException(booked.Refusal!.Sentence);
    }

    private async Task<string> AddAccountAsync(Role role, bool isOfThisClinic)
    {
        var hash = (await _host.AccountAsync(role)).PasswordHash;
        await using var db = await _host.Get<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync();
        var clinic = isOfThisClinic ? _host.Clinic : Guid.CreateVersion7();
        if (!isOfThisClinic) db.Add(new Organization { Id = clinic, Name = "Clinic elsewhere", TimeZoneId = "Europe/Berlin" });
        const string email = "stranger@elsewhere.test";
        var account = new Account(clinic, role, email, "A Stranger", Actor.System(clinic), _host.Clock.GetUtcNow())
        {
            NormalizedEmail = email.ToUpperInvariant(),
            NormalizedUserName = email.ToUpperInvariant(),
            PasswordHash = hash,
        };
        db.Add(account);
        if (role == Role.Patient)
        {
            var self = new Actor(account.Id, clinic, role, account.DisplayName);
            db.Add(Patient.Register(self, account.DisplayName, null, null, _host.Clock.GetUtcNow(), new DateOnly(2026, 6, 17), accountId: account.Id).Patient!);
        }

        await db.SaveChangesAsync();
        return email;
    }
}
