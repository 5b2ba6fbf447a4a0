using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>
/// A screen on the wall of a waiting room. Nobody signs in to it: whoever has its code sees it, and it shows tickets and
/// rooms, never a name.
/// </summary>
public sealed class WaitingRoomDisplay : LiveEntity
{
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int NameLimit = 60;

    /// <summary>Longest code, in characters; a made one has <see cref="DisplayCode.Length"/>.</summary>
    public const int CodeLimit = 40;

    /// <summary>Most doctors that one screen can be limited to.</summary>
    public const int MostDoctors = 50;

    private WaitingRoomDisplay()
    {
    }

    /// <summary>What the clinic calls it, such as "Waiting room 1". Not shown to patients.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The secret in its address: the only right that the screen has.</summary>
    public string Code { get; private set; } = "";

    /// <summary>What its check-in codes are made from: 32 random bytes (RFC 4226, 4, R6 asks for at least 16).</summary>
    public byte[] CheckInSecret { get; private set; } = [];

    /// <summary>What it shows and speaks.</summary>
    public DisplayLanguage Language { get; private set; }

    /// <summary>The doctors whose patients it calls; empty for all.</summary>
    public List<Guid> PractitionerIds { get; private set; } = [];

    /// <summary>When a screen last had it open, in UTC, to within <see cref="DisplayHeartbeats.WriteEvery"/>; null when none ever had.</summary>
    public DateTimeOffset? LastSeenAt { get; private set; }

    /// <summary>Puts up a screen. The code and the secret are given by the service, and by data that is the same on every machine.</summary>
    public static (WaitingRoomDisplay? Display, Refusal? Refusal) PutUp(
        DisplayWish wish, string code, byte[] checkInSecret, Actor by, DateTimeOffset at, Guid? commandId = null, Guid? id = null)
    {
        if (RefuseWish(wish) is { } refusal) return (null, refusal);
        var display = new WaitingRoomDisplay
        {
            Id = id ?? Guid.CreateVersion7(),
            OrganizationId = by.OrganizationId,
            Code = code,
            CheckInSecret = checkInSecret,
            Version = 0,
        };
        display.Take(wish);
        display.Note(ActivityKind.DisplayAdded, by, at, commandId);
        return (display, null);
    }

    /// <summary>Another name, language or choice of doctors. The screen itself follows at once.</summary>
    public Refusal? Change(DisplayWish wish, Actor by, DateTimeOffset at)
    {
        if (RefuseWish(wish) is { } refusal) return refusal;
        if (Name == wish.Name.Trim() && Language == wish.Language && PractitionerIds.SequenceEqual(wish.PractitionerIds)) return null;
        Take(wish);
        Note(ActivityKind.DisplayAltered, by, at);
        return null;
    }

    /// <summary>A new code: whatever was opened with the one before ends within seconds, and old check-in codes are void.</summary>
    public void RenewCode(string code, byte[] checkInSecret, Actor by, DateTimeOffset at)
    {
        (Code, CheckInSecret, LastSeenAt) = (code, checkInSecret, null);
        Note(ActivityKind.DisplayCodeRenewed, by, at);
    }

    /// <summary>Notes that it is taken down; the service deletes the row in the same save.</summary>
    public void TakeDown(Actor by, DateTimeOffset at) => Note(ActivityKind.DisplayRemoved, by, at);

    private static Refusal? RefuseWish(DisplayWish wish)
    {
        if (!PlainText.HasVisibleCharacter(wish.Name) || PlainText.HasBrokenCharacter(wish.Name)) return Refusal.Invalid("Name", "Please give the screen a name.");
        if (wish.Name.Trim().Length > NameLimit) return Refusal.Invalid("Name", $"The name is longer than {NameLimit} characters.");
        if (!Enum.IsDefined(wish.Language)) return Refusal.Invalid("Language", "Please choose one of the languages.");
        return wish.PractitionerIds.Count > MostDoctors ? Refusal.Invalid("Doctors", $"Please choose at most {MostDoctors} doctors, or all.") : null;
    }

    private void Take(DisplayWish wish) => (Name, Language, PractitionerIds) = (wish.Name.Trim(), wish.Language, [.. wish.PractitionerIds]);

    private void Note(ActivityKind kind, Actor by, DateTimeOffset at, Guid? commandId = null)
    {
        Version++;
        Raise(new DisplayChanged(OrganizationId, Id, Version, kind), new ActivityEntry
        {
            OrganizationId = OrganizationId,
            ActorId = by.UserId,
            Kind = kind,
            Category = ActivityCategory.Display,
            SubjectId = Id,
            SubjectVersion = Version,
            At = at,
            CommandId = commandId,
        });
    }
}

/// <summary>What is asked for when a screen is put up or changed.</summary>
/// <param name="Name">What the clinic calls it.</param>
/// <param name="Language">What it shows and speaks.</param>
/// <param name="PractitionerIds">The doctors whose patients it calls; empty for all.</param>
public sealed record DisplayWish(string Name, DisplayLanguage Language, IReadOnlyList<Guid> PractitionerIds);
