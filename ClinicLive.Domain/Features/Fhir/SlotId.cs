using System.Globalization;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Which time of which doctor a Slot is. Free times are computed and not stored, so the id itself says it.</summary>
/// <param name="PractitionerId">Whose time.</param>
/// <param name="Start">Begin, in UTC, to the second.</param>
/// <param name="Minutes">Length.</param>
internal readonly record struct SlotId(Guid PractitionerId, DateTimeOffset Start, int Minutes)
{
    private const long LastSecond = 253_402_300_799; // of the year 9999

    /// <summary>Reads an id; false for one that no slot has.</summary>
    public static bool TryRead(string text, out SlotId id)
    {
        id = default;
        if (text.Split('-') is not [{ Length: 32 } doctor, { Length: > 0 and <= 12 } second, { Length: > 0 and <= 3 } length]
            || !Guid.TryParseExact(doctor, "N", out var practitionerId)
            || !long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var start) || start > LastSecond
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
        {
            return false;
        }

        id = new SlotId(practitionerId, DateTimeOffset.FromUnixTimeSeconds(start), minutes);
        return id.ToString() == text; // one way to write it
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PractitionerId:N}-{Start.ToUnixTimeSeconds()}-{Minutes}");
}
