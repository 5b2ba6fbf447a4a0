using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>A quick reply as it is kept.</summary>
/// <param name="Id">The quick reply.</param>
/// <param name="Title">What it is found by.</param>
/// <param name="Text">The text with placeholders.</param>
/// <param name="IsForClinic">For all staff.</param>
/// <param name="Version">Its version.</param>
public sealed record QuickReplyRow(Guid Id, string Title, string Text, bool IsForClinic, int Version);

/// <summary>A quick reply as it would be sent in one conversation.</summary>
/// <param name="Id">The quick reply.</param>
/// <param name="Title">What it is found by.</param>
/// <param name="Text">The text, filled in.</param>
/// <param name="IsForClinic">For all staff.</param>
/// <param name="Missing">Placeholders for which nothing is known there.</param>
public sealed record FilledReply(Guid Id, string Title, string Text, bool IsForClinic, IReadOnlyList<string> Missing);

/// <summary>Reads of quick replies: one's own and the clinic's. Nothing for patients.</summary>
public sealed class QuickReplyQueries(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>All that a person can use, own ones first, by title.</summary>
    public async Task<IReadOnlyList<QuickReplyRow>> ListAsync(Actor actor, CancellationToken gone = default)
    {
        if (!actor.IsStaff) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await Visible(db, actor).AsNoTracking().OrderBy(r => r.OwnerId == null).ThenBy(r => r.Title).ThenBy(r => r.Id)
            .Select(r => new QuickReplyRow(r.Id, r.Title, r.Text, r.OwnerId == null, r.Version)).ToListAsync(gone).ConfigureAwait(false);
    }

    /// <summary>The same, filled in for a conversation; nothing for one that does not exist for this person.</summary>
    public async Task<IReadOnlyList<FilledReply>> FilledAsync(Actor actor, Guid roomId, CancellationToken gone = default)
    {
        var replies = await ListAsync(actor, gone).ConfigureAwait(false);
        if (replies.Count == 0 || await FactsAsync(actor, roomId, gone).ConfigureAwait(false) is not { } facts) return [];
        return [.. replies.Select(r =>
        {
            var (text, missing) = QuickReplyText.Fill(r.Text, facts);
            return new FilledReply(r.Id, r.Title, text, r.IsForClinic, missing);
        })];
    }

    /// <summary>The quick replies that exist for a person.</summary>
    internal static IQueryable<QuickReply> Visible(ClinicDbContext db, Actor actor) =>
        db.ChatQuickReplies.Where(r => r.OrganizationId == actor.OrganizationId && (r.OwnerId == null || r.OwnerId == actor.UserId));

    private async Task<QuickReplyFacts?> FactsAsync(Actor actor, Guid roomId, CancellationToken gone)
    {
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var room = await ChatRights.Rooms(db, actor).AsNoTracking().Where(r => r.Id == roomId).Select(r => new
        {
            Patient = db.Patients.Where(p => p.Id == r.PatientId).Select(p => p.Name).FirstOrDefault(),
            Doctor = db.Practitioners.Where(p => p.Id == r.PractitionerId).Select(p => "Dr " + p.FamilyName).FirstOrDefault(),
            Next = db.Appointments
                .Where(a => a.PatientId == r.PatientId && a.OrganizationId == r.OrganizationId && a.Status == AppointmentStatus.Booked && a.Start >= now)
                .OrderBy(a => a.Start).Select(a => new { a.Start, Doctor = db.Practitioners.Where(p => p.Id == a.PractitionerId).Select(p => "Dr " + p.FamilyName).First() })
                .FirstOrDefault(),
        }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (room is null) return null;
        var next = room.Next is null ? null : policy.ToLocal(room.Next.Start).ToString("dddd d MMMM, H:mm", CultureInfo.InvariantCulture);
        return new QuickReplyFacts(room.Patient, room.Doctor ?? room.Next?.Doctor, next, policy.ClinicName, actor.DisplayName);
    }
}
