using System.Linq.Expressions;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Conditions that several types of resources share.</summary>
internal static class FhirWords
{
    /// <summary>A patient's name has a word that begins with the text, or has the text anywhere, or is it; without case and accents but for the last.</summary>
    public static Expression<Func<Patient, bool>>? PatientName(FhirScope scope, FhirTerm term)
    {
        if (term.Modifier == "exact") return p => p.Name == term.Text;
        var words = FindingTerms.Split(term.Text);
        if (words.Count == 0) return null;
        var folded = string.Join(' ', words);
        var safe = folded.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        // The text that searches compare holds the telephone number too; what has no letters is looked for in the name itself.
        var hasLetters = folded.Any(char.IsLetter);
        if (term.Modifier == "contains") return hasLetters ? p => EF.Functions.Like(p.SearchText, $"%{safe}%", "\\") : p => EF.Functions.Like(p.Name, $"%{safe}%", "\\");
        var having = PatientFinder.Having(scope.Db, scope.Actor.OrganizationId, [words[0]]);
        return hasLetters
            ? p => having.Contains(p.Id) && EF.Functions.Like(p.SearchText, $"% {safe}%", "\\")
            : p => having.Contains(p.Id) && (EF.Functions.Like(p.Name, $"{safe}%", "\\") || EF.Functions.Like(p.Name, $"% {safe}%", "\\"));
    }

    /// <summary>A text that is not the database's to compare fits a string parameter.</summary>
    public static bool Fits(FhirTerm term, params string[] texts)
    {
        if (term.Modifier == "exact") return texts.Contains(term.Text, StringComparer.Ordinal);
        var folded = PlainText.Fold(term.Text.Trim());
        if (folded.Length == 0) return false;
        return term.Modifier == "contains"
            ? texts.Any(t => PlainText.Fold(t).Contains(folded, StringComparison.Ordinal))
            : texts.Any(t => PlainText.Fold(t).StartsWith(folded, StringComparison.Ordinal));
    }

    /// <summary>Which of the words of the clinic is meant by a code; null for one that FHIR does not have.</summary>
    public static string? Code(FhirTerm term, string system, params string[] codes)
    {
        if (term.Token() is not { } token || !codes.Contains(token.Code, StringComparer.Ordinal)) return null;
        return token.System is null or "" || token.System == system ? token.Code : "";
    }

    /// <summary>When an appointment was last changed.</summary>
    public static Expression<Func<Appointment, bool>>? AppointmentChanged(FhirScope scope, FhirTerm term)
    {
        var db = scope.Db;
        return term.Date(scope.Policy) is not { } date ? null : FhirPredicates.Fits<Appointment>(
            a => db.Activity.Where(l => l.SubjectId == a.Id && l.Category == ActivityCategory.Appointment).OrderByDescending(l => l.Sequence).Select(l => (DateTimeOffset?)l.At).FirstOrDefault(), date);
    }

    /// <summary>The appointment is in a room: its own, or else the doctor's usual one.</summary>
    public static Expression<Func<Appointment, bool>> InRoom(FhirScope scope, Guid roomId)
    {
        var doctors = scope.Doctors.Select(d => d.Id).ToList();
        var usual = scope.Book.Doctors.Where(d => d.RoomId == roomId).Select(d => d.Id).Intersect(doctors).ToList();
        return a => a.LocationId == roomId || (a.LocationId == null && usual.Contains(a.PractitionerId));
    }
}
