using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Notifications.Web;

/// <summary>The command that tells one person something on the database of a clinic that may be running.</summary>
public sealed class NotifyCommandTests : IAsyncLifetime
{
    private AppHost _host = null!;

    public async Task InitializeAsync() => _host = await AppHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task The_command_tells_somebody_of_a_running_clinic_and_says_what_it_cannot()
    {
        (await RunAsync("notify", "--to", "nobody@demo.example", "--kind", "reminder", "--text", "Hello")).Should().Be((1, "Nobody signs in with nobody@demo.example."));
        (await RunAsync("notify", "--to", "reception@demo.example", "--kind", "teapot", "--text", "Hello")).Code.Should().Be(1);

        (await RunAsync("notify", "--to", "reception@demo.example", "--kind", "reminder", "--text", "The fridge is open")).Code.Should().Be(0);

        var options = new DbContextOptionsBuilder<Domain.Data.ClinicDbContext>();
        Domain.Data.DatabaseKind.Sqlite.Use(options, $"Data Source={_host.DatabaseFile}");
        await using var db = new Domain.Data.ClinicDbContext(options.Options);
        var told = await db.Notifications.SingleAsync(n => n.Title == "The fridge is open");
        told.Kind.Should().Be(NotificationKind.Reminder);
        (await db.Accounts.SingleAsync(a => a.Id == told.RecipientId)).Role.Should().Be(Role.Receptionist);
        (await db.Deliveries.CountAsync(d => d.NotificationId == told.Id)).Should().Be(1, "a reminder leaves by mail");
    }

    private Task<(int Code, string Said)> RunAsync(params string[] arguments) => _host.CommandAsync(arguments);
}
