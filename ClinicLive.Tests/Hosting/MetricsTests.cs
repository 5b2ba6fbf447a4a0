using System.Globalization;
using System.Net;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Hosting;
using ClinicLive.Web.Hosting.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Hosting;

/// <summary>The private address: numbers about the program, nothing about people, and none of it in public.</summary>
public sealed class MetricsTests
{
    private static readonly string[] Canaries = ["Paula", "Berg", "Lena", "Cough", "Park", "@"];

    [Fact]
    public async Task Numbers_are_answered_on_the_private_address_in_the_form_that_prometheus_reads()
    {
        await using var host = new ApiHost(settings: [("Operations:Url", "http://127.0.0.1:0")]);
        var desk = await host.AsAsync(host.Home.Lena);
        var wish = new { patientId = host.Home.Patient.PatientId, practitionerId = host.Home.Doctor.PractitionerId, start = host.Now.AddMinutes(30), minutes = 15, reason = "Cough", commandId = Guid.NewGuid() };
        var booked = (await desk.PostAsync("/api/appointments", wish)).Ok(HttpStatusCode.Created);
        (await desk.GetAsync($"/api/appointments/{booked.At("id")}")).Ok();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(host.Get<OperationsServer>().Url!) };

        using var answer = await client.GetAsync("/metrics");
        var text = await answer.Content.ReadAsStringAsync();

        answer.Content.Headers.ContentType!.ToString().Should().Be("text/plain; version=0.0.4; charset=utf-8");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) line.Should().MatchRegex(@"^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+=""[^""]*"",?)+\})? (-?[0-9.E+-]+|\+Inf))$");
        text.Split('\n').Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]).Should().OnlyHaveUniqueItems();
        Value(text, "clinic_bus_events_total").Should().BeGreaterThan(0);
        Value(text, "clinic_db_up").Should().Be(1);
        Value(text, "clinic_streams_open").Should().Be(0);
        Value(text, "clinic_deliveries_due{clinic_channel=\"Email\"}").Should().Be(0);
        var reads = Value(text, "db_client_operation_duration_seconds_count{db_operation_name=\"SELECT\"}");
        reads.Should().BeGreaterThan(0);
        Value(text, "db_client_operation_duration_seconds_bucket{db_operation_name=\"SELECT\",le=\"+Inf\"}").Should().Be(reads);
        text.Should().Contain("http_server_request_duration_seconds_bucket{").And.Contain("http_route=\"/api/appointments/{id:guid}\"").And.Contain("dotnet_process_memory_working_set_bytes ");
        text.Should().NotContainAny(Canaries).And.NotContain(booked.At("id"));
        text.Should().NotContain(host.Home.Id.ToString());
    }

    [Fact]
    public async Task The_private_address_answers_nothing_else_and_the_public_one_no_numbers()
    {
        await using var host = new ApiHost(settings: [("Operations:Url", "http://127.0.0.1:0")]);
        var lena = await host.AsAsync(host.Home.Lena);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(host.Get<OperationsServer>().Url!) };

        foreach (var path in new[] { "/", "/dashboard", "/account/login", "/api/me", "/_blazor/negotiate" })
        {
            using var answer = await client.GetAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        }

        (await client.GetStringAsync("/health/live")).Should().Be("Healthy");
        (await client.GetStringAsync("/health/ready")).Should().Be("Healthy");
        (await lena.GetAsync("/metrics")).Text.Should().NotContain("clinic_");
        (await host.Nobody().GetAsync("/metrics")).Text.Should().NotContain("clinic_");
        (await host.Nobody().GetAsync("/health/ready")).Ok();
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_private_address()
    {
        await using var host = new ApiHost();
        host.Services.GetService<OperationsServer>().Should().BeNull();
    }

    [Theory]
    [InlineData("9464", "")]
    [InlineData("https://127.0.0.1:9464", "")]
    [InlineData("http://127.0.0.1:5080", "http://localhost:5080")]
    public void An_address_that_is_none_or_the_public_one_is_refused_by_name(string url, string open)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("Operations:Url", url), new("urls", open)]);

        ((Action)(() => OperationsAddress.Add(builder))).Should().Throw<ClinicSettingException>().WithMessage("*Operations:Url*");
    }

    [Fact]
    public async Task What_should_have_left_already_is_counted_with_its_age()
    {
        using var clinic = new DeliveryClinic();
        await clinic.Clinic.TellAsync(clinic.Home.Patient, kind: NotificationKind.PatientCall, severity: NotificationSeverity.Critical);
        clinic.Clock.Advance(TimeSpan.FromHours(1));

        var backlog = await clinic.Clinic.Get<OutgoingBacklog>().ReadAsync();

        backlog.Ways.Should().HaveCount(Enum.GetValues<DeliveryChannel>().Length);
        var late = backlog.Ways.Where(w => w.Due > 0).Should().ContainSingle().Subject;
        late.Behind.Should().BeGreaterThan(TimeSpan.FromMinutes(30)).And.BeLessThanOrEqualTo(TimeSpan.FromHours(1));
        (backlog.WebhooksDue, backlog.WebhooksDead).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_full_mailbox_is_counted()
    {
        var meter = new Domain.Shared.ClinicMeter(new Meters());
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        long full = 0;
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument, meter.Overflows)) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref full, value));
        listener.Start();
        var bus = new InProcessEventBus(new FakeTimeProvider(), new Snapshots(), meter);
        await using var mailbox = bus.Subscribe([new Topic("here")], "test");

        for (var i = 0; i < 200; i++) bus.Publish(new TestSignal($"k{i}", 1, new Topic("here")));

        full.Should().Be(1);
    }

    private static double Value(string text, string series) =>
        double.Parse(text.Split('\n').Single(l => l.StartsWith(series + " ", StringComparison.Ordinal))[(series.Length + 1)..], CultureInfo.InvariantCulture);

    private sealed class Meters : System.Diagnostics.Metrics.IMeterFactory
    {
        public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
