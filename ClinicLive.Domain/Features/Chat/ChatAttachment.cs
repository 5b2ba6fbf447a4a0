using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// A file that somebody put into a conversation. Until it leaves with a message it is its uploader's alone, and it is
/// forgotten when that does not happen within <see cref="KeptUnsent"/>. Its content lies outside the database, under a name
/// that says nothing.
/// </summary>
public sealed class ChatAttachment
{
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int NameLimit = 120;

    /// <summary>Most bytes of one file: 20 MB.</summary>
    public const long SizeLimit = 20 * 1024 * 1024;

    /// <summary>Most bytes that a patient can bring in within a day: 300 MB.</summary>
    public const long PatientDayLimit = 300L * 1024 * 1024;

    /// <summary>Most bytes that one of the clinic can bring in within a day: 2 GB.</summary>
    public const long StaffDayLimit = 2048L * 1024 * 1024;

    /// <summary>Most files of one message.</summary>
    public const int MostPerMessage = 10;

    /// <summary>Most files of one person that wait to be sent.</summary>
    public const int MostUnsent = 30;

    /// <summary>Longest voice message, in seconds.</summary>
    public const int LongestVoice = 600;

    /// <summary>How long a file waits for its message.</summary>
    public static readonly TimeSpan KeptUnsent = TimeSpan.FromHours(24);

    private ChatAttachment()
    {
    }

    internal ChatAttachment(Guid id, Guid roomId, Actor by, string name, AttachmentKind kind, StoredFile file, bool hasThumbnail, int? seconds, Guid uploadId, DateTimeOffset at)
    {
        (Id, RoomId, OrganizationId, UploadedBy) = (id, roomId, by.OrganizationId, by.UserId);
        (Name, Kind, Size, Sha256, HasThumbnail, Seconds) = (name, kind, file.Size, file.Sha256, hasThumbnail, seconds);
        (UploadId, UploadedAt) = (uploadId, at);
    }

    /// <summary>A version 7 GUID (RFC 9562).</summary>
    public Guid Id { get; private init; }

    /// <summary>The clinic.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>The room.</summary>
    public Guid RoomId { get; private init; }

    /// <summary>Who put it there.</summary>
    public Guid UploadedBy { get; private init; }

    /// <summary>The id that the uploader's client gave it; unique per person for ever, so that uploading twice keeps one.</summary>
    public Guid UploadId { get; private init; }

    /// <summary>When it was complete, in UTC.</summary>
    public DateTimeOffset UploadedAt { get; private init; }

    /// <summary>The message that it left with; null while it was not sent.</summary>
    public Guid? MessageId { get; private set; }

    /// <summary>Its place in that message.</summary>
    public int Position { get; private set; }

    /// <summary>The file's name as its owner gave it, without what could lie about it.</summary>
    public string Name { get; private init; } = "";

    /// <summary>What it is, by its content.</summary>
    public AttachmentKind Kind { get; private init; }

    /// <summary>Bytes as they are kept: of a photo without its notes about place and camera.</summary>
    public long Size { get; private init; }

    /// <summary>SHA-256 of these bytes, in hexadecimal.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>Whether a small picture of it is kept too.</summary>
    public bool HasThumbnail { get; private init; }

    /// <summary>Length of a voice message.</summary>
    public int? Seconds { get; private init; }

    /// <summary>Leaves with a message.</summary>
    internal void SendWith(ChatMessage message, int position) => (MessageId, Position) = (message.Id, position);
}
