using ClinicLive.Web.Api;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Calendars;
using ClinicLive.Web.Features.Chat;
using ClinicLive.Web.Features.Displays;
using ClinicLive.Web.Features.Fhir;
using ClinicLive.Web.Features.Export;
using ClinicLive.Web.Features.Import;
using ClinicLive.Web.Features.Insight;
using ClinicLive.Web.Hosting;
using ClinicLive.Web.Security;
using ClinicLive.Web.Shell;

RentedBuffers.KeepForEveryScreen();
if (HealthCommand.IsAsked(args)) return await HealthCommand.RunAsync(args);
try
{
    var settings = NotifyCommand.IsAsked(args) ? NotifyCommand.WithoutOwn(args) : ImportCommand.IsAsked(args) ? ImportCommand.WithoutOwn(args) : BackupCommand.IsAsked(args) ? BackupCommand.WithoutOwn(args) : args;
    var builder = WebApplication.CreateBuilder(ContentRoot.Named(settings, AppContext.BaseDirectory, Environment.GetEnvironmentVariable));
    builder.WebHost.UseStaticWebAssets(); // outside Development the circuit's script would be served empty without it
    builder.AddClinicConfiguration();
    builder.AddClinicLogs();
    builder.AddClinicServices();
    builder.Services.AddClinicSecurity(builder.Environment);
    builder.AddLiveComponents();
    builder.Services.AddClinicApi();

    var app = builder.Build();
    if (NotifyCommand.IsAsked(args)) return await NotifyCommand.RunAsync(app, args);
    if (ImportCommand.IsAsked(args)) return await ImportCommand.RunAsync(app, args);
    if (BackupCommand.IsAsked(args)) return await BackupCommand.RunAsync(app, args);
    await app.PrepareDatabaseAsync();

    app.UseTrustedProxies();
    app.UseClinicErrors();
    app.UseApiErrors();
    app.UseClinicSecurity();
    app.UseDisplays();
    app.MapStaticAssets().AllowAnonymous();
    app.MapClinicHealth();
    app.MapAccountEndpoints();
    Home.Map(app);
    app.MapInsightEndpoints();
    app.MapImportEndpoints();
    app.MapExportEndpoints();
    app.MapChatLeftovers();
    app.MapAttachmentEndpoints();
    app.MapChatExport();
    app.MapAppointmentEndpoints();
    CalendarDoor.Map(app);
    app.MapClinicApi();
    app.MapClinicFhir();
    app.MapRazorComponents<App>().AddInteractiveServerRenderMode(LiveComponents.Configure).Add(CircuitLine.Guard);

    await app.RunAsync();
    return 0;
}
catch (ClinicSettingException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}

/// <summary>The program, as tests start it.</summary>
public sealed partial class Program;
