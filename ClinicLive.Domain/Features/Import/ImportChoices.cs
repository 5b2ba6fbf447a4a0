using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What can be answered to an import's questions.</summary>
public static class ImportChoices
{
    /// <summary>How signs may be written.</summary>
    public static IReadOnlyList<string> Encodings => TextEncodings.Choices;

    /// <summary>The states that a history can have.</summary>
    public static IReadOnlyList<AppointmentStatus> States { get; } = [AppointmentStatus.Booked, AppointmentStatus.Done, AppointmentStatus.Cancelled, AppointmentStatus.NoShow, AppointmentStatus.LeftUnseen];

    /// <summary>The fields that a table may have.</summary>
    public static IReadOnlyList<CsvField> Fields(CsvTable table) => CsvProposal.Fields(table);

    /// <summary>A state by its word; "leave-out" means that such rows are left out. Null for a word that is none.</summary>
    public static StateChoice? State(string word)
    {
        var plain = word.Replace("-", "", StringComparison.Ordinal);
        if (plain.Equals("leaveout", StringComparison.OrdinalIgnoreCase)) return new StateChoice(null);
        return Enum.TryParse<AppointmentStatus>(plain, ignoreCase: true, out var status) && States.Contains(status) ? new StateChoice(status) : null;
    }
}

/// <summary>What a word for a state means.</summary>
/// <param name="Status">The state; null: rows with it are left out.</param>
public sealed record StateChoice(AppointmentStatus? Status);
