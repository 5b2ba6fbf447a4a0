using System.Net;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Tests.Hosting;

/// <summary>A log is outside: nothing of a person comes into it, whatever happens and however much is logged.</summary>
public sealed class LogTests : IDisposable
{
    private static readonly string[] Canaries = ["Canary", "canary", "Paula", "paula.patient", "Lena", "lena.desk", "Berg", "Cough", "at the Park", "030 123", ApiHost.Password];

    // As delivered, with the categories raised that the troubleshooting page names, and the database's commands on top.
    private readonly ApiHost _host = new(settings: [("Logging:LogLevel:ClinicLive", "Trace"), ("Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command", "Debug")]);
    private readonly KeptLog _log = new();

    public LogTests() => _host.Get<ILoggerFactory>().AddProvider(_log);

    private TestClinic Home => _host.Home;

    [Fact]
    public async Task Signing_in_booking_talking_importing_and_faults_leave_nothing_of_a_person_in_the_log()
    {
        var email = await _host.EmailAsync(Home.Lena);
        (await _host.Nobody().PostAsync("/api/auth/login", new { email, password = "Canary password" })).IsProblem(401, "wrong-credentials");
        (await _host.Nobody().PostAsync("/api/auth/login", new { email = "canary@clinic.test", password = "Canary password" })).IsProblem(401, "wrong-credentials");
        (await _host.Nobody().PostAsync("/api/auth/login", new { email, password = ApiHost.Password })).Ok();
        (await _host.Nobody().PostAsync("/api/auth/login", "{\"email\": \"Canary")).Status.Should().Be(HttpStatusCode.BadRequest);

        var desk = await _host.AsAsync(Home.Lena);
        var wish = new { patientId = Home.Patient.PatientId, practitionerId = Home.Doctor.PractitionerId, start = _host.Now.AddMinutes(30), minutes = 15, reason = "Cough, Canary", commandId = Guid.NewGuid() };
        (await desk.PostAsync("/api/appointments", wish)).Ok(HttpStatusCode.Created);
        (await desk.PostAsync("/api/appointments", wish with { commandId = Guid.NewGuid() })).Status.Should().Be(HttpStatusCode.Conflict);

        var patient = await _host.AsAsync(Home.Patient);
        var room = (await _host.Get<ChatService>().OpenDirectAsync(Home.Patient, Home.Patient.PatientId!.Value, Home.Doctor.PractitionerId!.Value)).Value;
        (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "Canary: my diagnosis" })).Ok(HttpStatusCode.Created);
        (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = new string('C', 5_000) + "anary" })).Status.Should().Be(HttpStatusCode.UnprocessableEntity);

        using var files = new ImportFiles();
        var people = files.Write("people.csv", "id,name,dob\np1,Petra Canary,13/04/1985\np2,Canary,yesterday\n");
        (await _host.Get<ImportService>().RunAsync(Home.Admin, new ImportRequest([people]) { LeavesOutRejected = true })).Succeeded.Should().BeTrue();

        var fault = () => _host.ReadAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO Nothing (Name) VALUES ({"Canary"})"));
        await fault.Should().ThrowAsync<Exception>();
        var repeated = () => _host.ReadAsync(async db =>
        {
            var id = Home.Lena.UserId; // its name is that of the parameter
            var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == id);
            db.Entry(account).State = EntityState.Added; // a key that there is already, with everything of a person in the parameters
            return await db.SaveChangesAsync();
        });
        await repeated.Should().ThrowAsync<DbUpdateException>();

        _log.Lines.Should().Contain(l => l.Contains("Failed executing DbCommand") && l.Contains("@p0='?'"), "else this test sees nothing");
        _log.Lines.Should().Contain(l => l.Contains("mailboxes."));
        _log.Lines.Where(line => Canaries.Any(line.Contains)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_slot_that_is_taken_is_an_answer_and_no_failure_and_what_the_database_cannot_do_is_one()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var wish = new { patientId = Home.Patient.PatientId, practitionerId = Home.Doctor.PractitionerId, start = _host.Now.AddMinutes(30), minutes = 15, commandId = Guid.NewGuid() };
        (await desk.PostAsync("/api/appointments", wish)).Ok(HttpStatusCode.Created);
        (await desk.PostAsync("/api/appointments", wish)).Ok();
        (await desk.PostAsync("/api/appointments", wish with { commandId = Guid.NewGuid() })).Status.Should().Be(HttpStatusCode.Conflict);
        _log.Lines.Where(l => l.StartsWith("Error ", StringComparison.Ordinal) || l.StartsWith("Warning ", StringComparison.Ordinal)).Should().BeEmpty();

        var fault = () => _host.ReadAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO Nothing (Name) VALUES ({"x"})"));
        await fault.Should().ThrowAsync<Exception>();

        _log.Lines.Should().Contain(l => l.StartsWith("Warning The database could not do a command (INSERT)"));
    }

    [Fact]
    public async Task Why_a_session_ended_is_said_by_its_id_to_whoever_asks()
    {
        var lena = await _host.AsAsync(Home.Lena);
        (await lena.PostAsync("/api/auth/logout")).Ok(HttpStatusCode.NoContent);
        (await lena.GetAsync("/api/me")).IsProblem(401, "unauthenticated");

        _log.Lines.Should().Contain(l => l.StartsWith("Debug Session ") && l.Contains("may not go on: began") && l.Contains("account disabled False"));
    }

    public void Dispose()
    {
        _host.Dispose();
        _log.Dispose();
    }
}
