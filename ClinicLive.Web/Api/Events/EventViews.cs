using ClinicLive.Domain.Features.Activity;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Chat;

namespace ClinicLive.Web.Api.Events;

// One record per kind of event, named as its "event:" line. What stands in the log has an id and is resumed; what is only of the moment
// (ready, reset, presence, unread, chat.receipt, chat.typing) has none.

/// <summary><c>ready</c>: everything from here on comes. Its id is the place to resume from.</summary>
/// <param name="At">The clinic's time, in UTC.</param>
/// <param name="Heartbeat">Seconds between two signs of life.</param>
public sealed record ReadyEvent(DateTimeOffset At, int Heartbeat);

/// <summary><c>reset</c>: the place that was asked for does not exist here any more, or lies too far back. Read everything again; what comes next is new.</summary>
/// <param name="At">The clinic's time, in UTC.</param>
public sealed record ResetEvent(DateTimeOffset At);

/// <summary><c>appointment</c>: something happened to an appointment.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="AppointmentId">To which one.</param>
/// <param name="Version">Its version afterwards.</param>
/// <param name="From">The state before, or null.</param>
/// <param name="To">The state after.</param>
/// <param name="By">Who did it, for staff; null for the clinic itself.</param>
/// <param name="Appointment">The appointment as it is now, which may be newer; null when it is not to be seen any more.</param>
public sealed record AppointmentEvent(
    ActivityKind Kind, DateTimeOffset At, Guid AppointmentId, int Version, string? From, string? To, Guid? By, AppointmentView? Appointment);

/// <summary><c>availability</c>: a doctor said whether he takes patients.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="PractitionerId">Who.</param>
/// <param name="Version">The version of his record afterwards.</param>
/// <param name="From">What he had said before.</param>
/// <param name="To">What he says now.</param>
public sealed record AvailabilityEvent(DateTimeOffset At, Guid PractitionerId, int Version, string? From, string? To);

/// <summary><c>sign-in</c>: somebody of the staff came or went; for the front desk.</summary>
/// <param name="Kind">Signed in, signed out, connection lost, reconnected.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="UserId">Who.</param>
public sealed record SignInEvent(ActivityKind Kind, DateTimeOffset At, Guid UserId);

/// <summary><c>chat.message</c>: a message was sent, changed or deleted.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="RoomId">The conversation.</param>
/// <param name="Message">The message as it is now.</param>
public sealed record ChatMessageEvent(ActivityKind Kind, DateTimeOffset At, Guid RoomId, MessageView Message);

/// <summary><c>chat.room</c>: a conversation was opened or renamed, somebody came or went, or the desk worked on it.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="RoomId">The conversation.</param>
/// <param name="Room">The conversation as it is now.</param>
public sealed record ChatRoomEvent(ActivityKind Kind, DateTimeOffset At, Guid RoomId, RoomView Room);

/// <summary><c>chat.receipt</c>: somebody has received or read more than before.</summary>
/// <param name="RoomId">The conversation.</param>
/// <param name="UserId">Who.</param>
/// <param name="Delivered">How many messages of the room he has received.</param>
/// <param name="Read">How many he has read.</param>
public sealed record ChatReceiptEvent(Guid RoomId, Guid UserId, int Delivered, int Read);

/// <summary><c>chat.typing</c>: somebody types.</summary>
/// <param name="RoomId">The conversation.</param>
/// <param name="UserId">Who.</param>
/// <param name="Until">When it lapses without another, in UTC; in the past when he has stopped.</param>
public sealed record ChatTypingEvent(Guid RoomId, Guid UserId, DateTimeOffset Until);

/// <summary><c>unread</c>: how many notifications are unread now.</summary>
/// <param name="Count">Notifications.</param>
public sealed record UnreadEvent(int Count);
