using System.Globalization;
using ClinicLive.Domain.Features.Import;

namespace ClinicLive.Web.Hosting;

/// <summary>How much one import may ask for, as the settings say.</summary>
public static class ImportServices
{
    /// <summary>Adds the limits.</summary>
    /// <exception cref="ClinicSettingException">A limit is none.</exception>
    public static void AddImports(this WebApplicationBuilder builder)
    {
        var usual = new ImportLimits();
        builder.Services.AddSingleton(usual with
        {
            UploadBytes = Number("Import:UploadMegabytes", usual.UploadBytes >> 20, 10_000) << 20,
            UnpackedBytes = Number("Import:UnpackedMegabytes", usual.UnpackedBytes >> 20, 100_000) << 20,
            Visits = (int)Number("Import:MostVisits", usual.Visits, 10_000_000),
        });

        long Number(string key, long otherwise, long most) => builder.Configuration[key] is not { Length: > 0 } text ? otherwise
            : long.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
            : throw new ClinicSettingException(key, $"must be 1 to {most}");
    }
}
