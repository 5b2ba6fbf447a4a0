using Microsoft.Extensions.Logging.Console;

namespace ClinicLive.Web.Hosting;

/// <summary>What the program says about itself: one JSON object per line outside Development, lines for people in it.</summary>
public static class ClinicLogs
{
    /// <summary>The framework's own setting: <c>json</c>, <c>simple</c> or <c>systemd</c>.</summary>
    private const string Format = "Logging:Console:FormatterName";

    /// <summary>Sets the form, unless the settings name one. JSON lines have their time in UTC and no scopes: those hold the addresses of requests, and some addresses are keys.</summary>
    public static void AddClinicLogs(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(json =>
        {
            json.IncludeScopes = false;
            if (json.TimestampFormat is not null) return;
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        if (string.IsNullOrEmpty(builder.Configuration[Format]) && !builder.Environment.IsDevelopment()) builder.Logging.AddJsonConsole();
    }
}
