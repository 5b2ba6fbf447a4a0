using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>An answer that is given often, kept to be used again: somebody's own, or one for all staff of the clinic.</summary>
public sealed class QuickReply
{
    /// <summary>Longest title, in UTF-16 units.</summary>
    public const int TitleLimit = 60;

    /// <summary>Longest text, in UTF-16 units.</summary>
    public const int TextLimit = 1_000;

    private QuickReply()
    {
    }

    internal QuickReply(Guid id, Actor by, bool isForClinic, DateTimeOffset at)
    {
        Id = id;
        OrganizationId = by.OrganizationId;
        OwnerId = isForClinic ? null : by.UserId;
        ChangedAt = at;
    }

    /// <summary>Given by the client that makes it, so that making it twice makes one.</summary>
    public Guid Id { get; private init; }

    /// <summary>The clinic.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>Whose it is; null for one of the clinic.</summary>
    public Guid? OwnerId { get; private init; }

    /// <summary>What it is found by.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The text, with the placeholders of <see cref="QuickReplyText"/>.</summary>
    public string Text { get; private set; } = "";

    /// <summary>When it was changed last, in UTC.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Counts the changes, from 1; the database refuses a save that started from an older one.</summary>
    public int Version { get; private set; }

    /// <summary>Null when a title and a text can be kept, else the refusal at its field.</summary>
    public static Refusal? Check(string title, string text) =>
        !PlainText.HasVisibleCharacter(title) ? Refusal.Invalid("Title", "Please give it a name to find it by.")
        : title.Length > TitleLimit ? Refusal.Invalid("Title", $"The name is longer than {TitleLimit} characters.")
        : PlainText.HasBrokenCharacter(title) ? Refusal.Invalid("Title", "A character of the name is broken. Please type it again.")
        : !PlainText.HasVisibleCharacter(text) ? Refusal.Invalid("Text", "Please write the text.")
        : text.Length > TextLimit ? Refusal.Invalid("Text", $"The text is longer than {TextLimit} characters.")
        : PlainText.HasBrokenCharacter(text) ? Refusal.Invalid("Text", "A character of the text is broken. Please type it again.")
        : QuickReplyText.UnknownIn(text) is { } unknown ? Refusal.Invalid("Text", $"{unknown} is not a placeholder. Please choose one of the list, or leave the braces out.")
        : null;

    /// <summary>Takes another title and text, which have passed <see cref="Check"/>; false when it has them already.</summary>
    internal bool Write(string title, string text, DateTimeOffset at)
    {
        if (Title == title.Trim() && Text == text) return false;
        (Title, Text, ChangedAt) = (title.Trim(), text, at);
        Version++;
        return true;
    }
}
