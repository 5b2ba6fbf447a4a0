using System.Net;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Notifications.Web;

/// <summary>Everybody reads his own notifications by a program; staff send.</summary>
public sealed class NotificationApiTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Staff_tell_somebody_something_and_he_reads_it()
    {
        var (desk, patient) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Patient));

        var sent = (await desk.PostAsync("/api/notifications", new { userId = Home.Patient.UserId, kind = "SystemMessage", title = "Results", text = "Please ask.", link = "/portal" })).Ok(HttpStatusCode.Created);

        var list = (await patient.GetAsync("/api/notifications")).Ok();
        ApiAnswer.FieldsOf(list.List.Single()).Should().Equal("createdAt", "id", "kind", "link", "readAt", "severity", "text", "title");
        list.List[0]!["id"]!.ToString().Should().Be(sent.At("id"));
        (list.List[0]!["kind"]!.ToString(), list.List[0]!["severity"]!.ToString(), list.List[0]!["readAt"]?.ToString()).Should().Be(("SystemMessage", "Normal", null));
        var unread = (await patient.GetAsync("/api/notifications/unread-count")).Ok();
        unread.Fields.Should().Equal("count");
        unread.At("count").Should().Be("1");

        (await patient.PostAsync($"/api/notifications/{sent.At("id")}/read")).Ok(HttpStatusCode.NoContent);
        (await patient.PostAsync($"/api/notifications/{sent.At("id")}/read")).Ok(HttpStatusCode.NoContent);
        (await patient.GetAsync("/api/notifications/unread-count")).At("count").Should().Be("0");
        (await patient.GetAsync("/api/notifications?unread=true")).List.Should().BeEmpty();
    }

    [Fact]
    public async Task All_can_be_read_at_once_and_pages_follow_each_other()
    {
        var (desk, patient) = (await _host.AsAsync(Home.Lena), await _host.AsAsync(Home.Patient));
        for (var i = 0; i < 5; i++) (await desk.PostAsync("/api/notifications", Message($"Number {i}", Home.Patient.PatientId!.Value))).Ok(HttpStatusCode.Created);

        var first = (await patient.GetAsync("/api/notifications?limit=2")).Ok();
        var next = first.Headers["Link"].Split('<', '>')[1];
        var second = (await patient.GetAsync(next)).Ok();

        first.List.Concat(second.List).Select(n => n!["title"]!.ToString()).Should().Equal("Number 4", "Number 3", "Number 2", "Number 1");
        next.Should().Contain("limit=2");
        (await patient.PostAsync("/api/notifications/read-all")).Ok(HttpStatusCode.NoContent);
        (await patient.GetAsync("/api/notifications/unread-count")).At("count").Should().Be("0");
        (await patient.GetAsync("/api/notifications?limit=0")).IsProblem(422, "invalid").Json["errors"]!["limit"].Should().NotBeNull();
        (await patient.GetAsync("/api/notifications?limit=x")).IsProblem(400, "malformed");
    }

    [Fact]
    public async Task Another_message_under_a_command_id_that_was_used_is_refused_and_not_said_to_be_sent()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var first = new { userId = Home.Patient.UserId, kind = "SystemMessage", title = "First", text = "One", severity = "Normal", commandId = Guid.NewGuid() };
        (await desk.PostAsync("/api/notifications", first)).Ok(HttpStatusCode.Created);

        foreach (var other in new[] { first with { userId = Home.Doctor.UserId }, first with { text = "Two" }, first with { severity = "Critical" }, first with { kind = "Reminder" } })
        {
            (await desk.PostAsync("/api/notifications", other)).IsProblem(422, "invalid").Text.Should().Contain("used for something else");
        }

        (await desk.PostAsync("/api/notifications", first)).Ok();
        (await (await _host.AsAsync(Home.Doctor)).GetAsync("/api/notifications")).List.Should().BeEmpty();
        (await desk.GetAsync("/api/notifications?kind=Reminder,PatientCall")).IsProblem(400, "malformed");
        (await desk.GetAsync("/api/notifications?kind=5")).IsProblem(400, "malformed");
        (await desk.GetAsync("/api/notifications?kind=Reminder")).Ok();
    }

    [Fact]
    public async Task Sent_many_times_at_once_it_is_told_once()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var message = new { userId = Home.Doctor.UserId, kind = "SystemMessage", title = "Once", text = "", commandId = Guid.NewGuid() };

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.PostAsync("/api/notifications", message)));

        all.Count(a => a.Status == HttpStatusCode.Created).Should().Be(1);
        all.Select(a => a.Text).Distinct().Should().ContainSingle();
        (await _host.ReadAsync(db => db.Notifications.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task What_is_not_ones_own_is_like_nothing_and_patients_send_nothing()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var sent = (await desk.PostAsync("/api/notifications", Message("Yours", Home.Patient.UserId))).Ok(HttpStatusCode.Created);

        foreach (var actor in new[] { Home.SecondPatient, Home.Lena, Home.Admin, _host.Other.Admin })
        {
            var caller = await _host.AsAsync(actor);
            var (theirs, nothing) = (await caller.PostAsync($"/api/notifications/{sent.At("id")}/read"), await caller.PostAsync($"/api/notifications/{Guid.CreateVersion7()}/read"));
            theirs.IsProblem(404, "not-found").Text.Should().Be(nothing.Text);
            (await caller.GetAsync("/api/notifications")).List.Should().BeEmpty();
        }

        (await (await _host.AsAsync(Home.Patient)).PostAsync("/api/notifications", Message("No", Home.Doctor.UserId))).IsProblem(403, "forbidden");
        var (foreign, unknown) = (await desk.PostAsync("/api/notifications", Message("No", _host.Other.Patient.UserId)), await desk.PostAsync("/api/notifications", Message("No", Guid.NewGuid())));
        foreign.IsProblem(422, "not-allowed").Text.Should().Be(unknown.Text);
        (await desk.PostAsync("/api/notifications", Message(" ", Home.Patient.UserId))).IsProblem(422, "invalid").Json["errors"]!["title"].Should().NotBeNull();
        (await desk.PostAsync("/api/notifications", new { userId = Home.Patient.UserId, kind = "SystemMessage", title = "x", text = "", link = "https://evil.example" }))
            .IsProblem(422, "invalid").Json["errors"]!["link"].Should().NotBeNull();
        (await _host.Nobody().GetAsync("/api/notifications")).IsProblem(401, "unauthenticated");
    }

    private static object Message(string title, Guid to) => new { userId = to, kind = "SystemMessage", title, text = "" };
}
