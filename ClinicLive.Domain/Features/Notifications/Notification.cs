using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>
/// Something that one person is told (FHIR R4 Communication with one recipient). Written in the same transaction as the
/// change that it tells of; ways out of the house will be rows that point to it.
/// </summary>
public sealed class Notification
{
    /// <summary>Longest title, in UTF-16 units.</summary>
    public const int TitleLimit = 200;

    /// <summary>Longest text, in UTF-16 units.</summary>
    public const int TextLimit = 1_000;

    /// <summary>Longest link, in UTF-16 units.</summary>
    public const int LinkLimit = 300;

    /// <summary>Longest key against doubles.</summary>
    public const int KeyLimit = 100;

    private Notification()
    {
    }

    /// <summary>Position among all notifications, given by the database; later ones have higher numbers, whatever the clock does.</summary>
    public long Sequence { get; private init; }

    /// <summary>A version 7 GUID (RFC 9562).</summary>
    public Guid Id { get; private init; }

    /// <summary>The clinic.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>The account that is told.</summary>
    public Guid RecipientId { get; private init; }

    /// <summary>What it is about.</summary>
    public NotificationKind Kind { get; private init; }

    /// <summary>How much attention it asks for.</summary>
    public NotificationSeverity Severity { get; private init; }

    /// <summary>What happened, in a few words.</summary>
    public string Title { get; private init; } = "";

    /// <summary>The rest of it; may be empty. For the signed-in person only: nothing that leaves the app may repeat it.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The page of this app where one goes on, as a local path; null when there is none.</summary>
    public string? Link { get; private init; }

    /// <summary>The thing that it is about, such as the appointment; null when there is none.</summary>
    public Guid? SubjectId { get; private init; }

    /// <summary>Unique per recipient for ever, so that nobody is told the same thing twice.</summary>
    public string Key { get; private init; } = "";

    /// <summary>When it was written, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When the person had read it, in UTC; null while unread.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>When somebody took it on, in UTC: the person by reading, or a colleague in his place. What has not left the app then stays here.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>Who that was; null when it was over by itself.</summary>
    public Guid? AcknowledgedById { get; private set; }

    /// <summary>The notification that its recipient had not seen, where a colleague is told in his place; else null.</summary>
    public Guid? EscalatedFromId { get; private init; }

    /// <summary>Whether it may leave the app: what nobody has read yet and is told for the first time.</summary>
    public bool IsToLeave => ReadAt is null && EscalatedFromId is null && !StaysInside;

    /// <summary>True for what is told inside the app only. Counts while it is written.</summary>
    public bool StaysInside { get; init; }

    /// <summary>A notice for one person. What it says has been checked by <see cref="Check"/> or is the clinic's own.</summary>
    public static Notification For(Guid organizationId, Guid recipientId, Notice notice, DateTimeOffset at, Guid? id = null, Guid? escalatedFrom = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(at),
        OrganizationId = organizationId,
        RecipientId = recipientId,
        Kind = notice.Kind,
        Severity = notice.Severity,
        Title = Cut(notice.Title, TitleLimit),
        Text = Cut(notice.Text, TextLimit),
        Link = notice.Link,
        SubjectId = notice.SubjectId,
        Key = notice.Key,
        CreatedAt = at,
        EscalatedFromId = escalatedFrom,
        StaysInside = notice.StaysInside,
    };

    /// <summary>True when it tells the same as a notice, however often that is sent.</summary>
    public bool Says(Notice notice) =>
        (Kind, Severity, Title, Text, Link) == (notice.Kind, notice.Severity, Cut(notice.Title, TitleLimit), Cut(notice.Text, TextLimit), notice.Link);

    /// <summary>Why a notice that somebody wrote cannot be sent, or null: nothing visible in the title, too long, broken characters, a link out of the app.</summary>
    public static Refusal? Check(Notice notice)
    {
        if (!PlainText.HasVisibleCharacter(notice.Title)) return Refusal.Invalid("Title", "Please say in a few words what it is about.");
        if (notice.Title.Length > TitleLimit) return Refusal.Invalid("Title", $"The title is longer than {TitleLimit} characters.");
        if (notice.Text.Length > TextLimit) return Refusal.Invalid("Text", $"The text is longer than {TextLimit} characters.");
        if (PlainText.HasBrokenCharacter(notice.Title)) return Refusal.Invalid("Title", "A character of the title is broken. Please type it again.");
        if (PlainText.HasBrokenCharacter(notice.Text)) return Refusal.Invalid("Text", "A character of the text is broken. Please type it again.");
        if (!Enum.IsDefined(notice.Kind) || !Enum.IsDefined(notice.Severity)) return Refusal.Invalid("Kind", "This is not a kind of notification.");
        return IsLocal(notice.Link) ? null : Refusal.Invalid("Link", "A link must lead to a page of this clinic.");
    }

    /// <summary>Notes that the person has read it, or that it is no news any more. Reading again changes nothing and answers false.</summary>
    public bool MarkRead(DateTimeOffset at, Guid? by = null)
    {
        if (ReadAt is not null) return false;
        ReadAt = at;
        Acknowledge(at, by);
        return true;
    }

    /// <summary>Somebody takes it on; the person himself may still not have read it. Answers false when somebody was before.</summary>
    public bool Acknowledge(DateTimeOffset at, Guid? by)
    {
        if (AcknowledgedAt is not null) return false;
        (AcknowledgedAt, AcknowledgedById) = (at, by);
        return true;
    }

    // Browsers read "//host" and "/\host" as another site and drop control characters before they read.
    private static bool IsLocal(string? link) =>
        link is null
        || (link is ['/', ..] && link.Length <= LinkLimit && (link.Length == 1 || link[1] is not ('/' or '\\')) && !link.Any(char.IsControl));

    // A name can be longer than the place for it; half a character would be refused by the database.
    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var end = limit - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return $"{text[..end]}…";
    }
}

/// <summary>What somebody is told, before it is known whom.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Text">The rest of it; may be empty.</param>
/// <param name="Link">Where one goes on: a local path, or null.</param>
/// <param name="Key">Unique per recipient for ever.</param>
/// <param name="Severity">How much attention it asks for.</param>
/// <param name="SubjectId">The thing that it is about, or null.</param>
public sealed record Notice(
    NotificationKind Kind,
    string Title,
    string Text,
    string? Link,
    string Key,
    NotificationSeverity Severity = NotificationSeverity.Normal,
    Guid? SubjectId = null)
{
    /// <summary>True for what is told inside the app only.</summary>
    public bool StaysInside { get; init; }
}
