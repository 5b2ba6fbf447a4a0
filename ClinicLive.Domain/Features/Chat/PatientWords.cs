using System.Globalization;
using System.Security.Cryptography;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>What a patient can say about today's appointment with one press.</summary>
public enum PatientWord
{
    /// <summary>He is at the door. With the code of the waiting-room screen it is the check-in.</summary>
    Outside,

    /// <summary>He comes ten minutes late.</summary>
    Late,

    /// <summary>He cannot come: the appointment is cancelled.</summary>
    CannotCome,
}

/// <summary>It is too late to cancel alone; what he wrote went to the front desk, who decides.</summary>
/// <param name="Sentence">For the patient.</param>
public sealed record DeskWasTold(string Sentence) : Refusal(RefusalKind.NotAllowed, Sentence);

/// <summary>
/// The buttons over a patient's conversation. Each runs the same guarded step as everywhere else (check-in by the screen's
/// code, cancelling before the cut-off with a reason), and only then tells the doctor, and the desk where the desk has to act.
/// A cancelling that comes too late is told to the desk instead. The same command id twice is one step and one message, so whoever was cut off in between presses again.
/// </summary>
public sealed class PatientWords(
    AppointmentService steps, AppointmentQueries appointments, ChatService chat, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>Says it. Answers the room in which it was said to the doctor, else to the desk.</summary>
    /// <param name="actor">The patient.</param>
    /// <param name="word">What.</param>
    /// <param name="command">The appointment as on his screen; a reason where he cannot come.</param>
    /// <param name="code">The code on the waiting-room screen, where he is there already.</param>
    /// <param name="acceptsToWait">He comes after the grace and waits behind those who came in time.</param>
    /// <param name="gone">Ends the reads before the step is taken.</param>
    public async Task<Outcome<Guid>> SayAsync(
        Actor actor, PatientWord word, AppointmentCommand command, string? code = null, bool acceptsToWait = false, CancellationToken gone = default)
    {
        if (actor.Role != Role.Patient) return Refusal.Forbidden("Only the patient says this.");
        if (await appointments.FindAsync(actor, command.AppointmentId, gone).ConfigureAwait(false) is not { } row) return Refusal.NotFound("appointment");
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var isCheckIn = word == PatientWord.Outside && PlainText.HasVisibleCharacter(code);
        var step = word switch
        {
            PatientWord.CannotCome => (await steps.MoveAsync(actor, command, AppointmentStatus.Cancelled, gone).ConfigureAwait(false)).Refusal,
            PatientWord.Outside when isCheckIn => (await steps.CheckInByCodeAsync(actor, command, code!, acceptsToWait, gone).ConfigureAwait(false)).Refusal,
            _ => Refuse(word, row, policy),
        };
        if (step is TooLateForPatient) return await TellDeskInsteadAsync(actor, row, policy, command, step, gone).ConfigureAwait(false);
        if (step is not null) return step;

        var text = Text(word, row, policy, isCheckIn, command.Reason);
        Outcome<Guid>? said = null;
        if ((await chat.OpenDirectAsync(actor, row.PatientId, row.PractitionerId, gone).ConfigureAwait(false)) is { Succeeded: true } direct)
        {
            said = await TellAsync(actor, direct.Value, command.CommandId, text).ConfigureAwait(false);
            if (!said.Succeeded) return said;
        }

        var isForDesk = said is null || word == PatientWord.Late || (word == PatientWord.Outside && !isCheckIn);
        if (!isForDesk) return said!;
        var desk = await chat.OpenFrontDeskAsync(actor, row.PatientId, gone).ConfigureAwait(false);
        if (!desk.Succeeded) return said ?? desk;
        var told = await TellAsync(actor, desk.Value, command.CommandId, text).ConfigureAwait(false);
        return told.Succeeded ? said ?? told : told;
    }

    private async Task<Refusal> TellDeskInsteadAsync(Actor actor, BoardRow row, ClinicPolicy policy, AppointmentCommand command, Refusal tooLate, CancellationToken gone)
    {
        var desk = await chat.OpenFrontDeskAsync(actor, row.PatientId, gone).ConfigureAwait(false);
        if (!desk.Succeeded) return tooLate;
        var text = $"I cannot come to my appointment on {When(row, policy)} with {row.PractitionerName}, and it is too late to cancel it here: {command.Reason?.Trim()}";
        var told = await TellAsync(actor, desk.Value, command.CommandId, text).ConfigureAwait(false);
        return told.Refusal ?? new DeskWasTold("It is too late to cancel here, so the front desk has been told.");
    }

    // What changes no state has the guards of the step that it announces.
    private Refusal? Refuse(PatientWord word, BoardRow row, ClinicPolicy policy)
    {
        if (row.Status != AppointmentStatus.Booked) return Refusal.NotAllowed($"The appointment is \"{row.Status.Words().ToLowerInvariant()}\". Nothing was sent.");
        return CheckInWindow.At(row.Start, time.GetUtcNow(), policy) switch
        {
            CheckInTime.OtherDay => Refusal.NotAllowed(string.Create(CultureInfo.InvariantCulture, $"The appointment is on {policy.ToLocal(row.Start):d MMMM yyyy}, not today. Nothing was sent.")),
            CheckInTime.TooEarly when word == PatientWord.Outside => Refusal.NotAllowed($"You are early. Check-in opens at {Clock(CheckInWindow.OpensAt(row.Start, policy), policy)}."),
            CheckInTime.Late when word == PatientWord.Late => Refusal.NotAllowed($"Your appointment was at {Clock(row.Start, policy)}. Please write to the front desk, or call. Nothing was sent."),
            _ => null,
        };
    }

    private static string Text(PatientWord word, BoardRow row, ClinicPolicy policy, bool isCheckIn, string? reason) => word switch
    {
        PatientWord.Late => $"I will be about 10 minutes late for my appointment at {Clock(row.Start, policy)}.",
        PatientWord.CannotCome => $"I cannot come to my appointment on {When(row, policy)}. I have cancelled it: {reason?.Trim()}",
        _ when isCheckIn => "I am here and checked in.",
        _ => $"I am outside, for my appointment at {Clock(row.Start, policy)}.",
    };

    private async Task<Outcome<Guid>> TellAsync(Actor actor, Guid room, Guid commandId, string text)
    {
        // The step is taken: what follows from it is not given up with the screen.
        var sent = await chat.SendAsync(actor, room, new NewMessage(MessageIdOf(commandId, room), text), CancellationToken.None).ConfigureAwait(false);
        return !sent.Succeeded ? sent.Refusal : sent.Changed ? Outcome<Guid>.Done(room) : Outcome<Guid>.Already(room);
    }

    // The same in every attempt: version 8 of RFC 9562, made of what was pressed and where it is told.
    private static Guid MessageIdOf(Guid commandId, Guid room)
    {
        Span<byte> source = stackalloc byte[32];
        commandId.TryWriteBytes(source);
        room.TryWriteBytes(source[16..]);
        var hash = SHA256.HashData(source)[..16];
        hash[7] = (byte)((hash[7] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash);
    }

    private static string When(BoardRow row, ClinicPolicy policy) => policy.ToLocal(row.Start).ToString("dddd d MMMM, H:mm", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset instant, ClinicPolicy policy) => policy.ToLocal(instant).ToString("H:mm", CultureInfo.InvariantCulture);
}
