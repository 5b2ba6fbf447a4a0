using System.Diagnostics.CodeAnalysis;

namespace ClinicLive.Domain.Shared;

/// <summary>Why a use case changed nothing. One value per answer that a caller handles differently.</summary>
public enum RefusalKind
{
    /// <summary>It does not exist, or not for this person: the two look the same on purpose.</summary>
    NotFound,

    /// <summary>The person's role does not include this.</summary>
    Forbidden,

    /// <summary>Something that was typed cannot be used; <see cref="Refusal.Field"/> names where.</summary>
    Invalid,

    /// <summary>The state of the thing does not allow it.</summary>
    NotAllowed,

    /// <summary>Somebody else was faster; the caller looked at an older state.</summary>
    Moved,

    /// <summary>The practitioner already has an appointment in that time.</summary>
    SlotTaken,

    /// <summary>The database could not take the change now; nothing was changed and trying again is right.</summary>
    Unavailable,

    /// <summary>Too many attempts; wait and try again.</summary>
    TooMany,
}

/// <summary>An expected "no", with a sentence for the person that says what happened and what to do.</summary>
/// <param name="Kind">How a caller should treat it.</param>
/// <param name="Sentence">For people; never holds technical detail.</param>
/// <param name="Field">The input it belongs to, or null.</param>
public record Refusal(RefusalKind Kind, string Sentence, string? Field = null)
{
    /// <summary>The one answer for "does not exist" and "not yours".</summary>
    public static Refusal NotFound(string what) => new(RefusalKind.NotFound, $"This {what} does not exist or is not visible to you.");

    /// <summary>The role does not include it.</summary>
    public static Refusal Forbidden(string sentence) => new(RefusalKind.Forbidden, sentence);

    /// <summary>Something typed cannot be used.</summary>
    public static Refusal Invalid(string field, string sentence) => new(RefusalKind.Invalid, sentence, field);

    /// <summary>The state does not allow it.</summary>
    public static Refusal NotAllowed(string sentence) => new(RefusalKind.NotAllowed, sentence);

    /// <summary>The database could not take the change now.</summary>
    public static Refusal Unavailable { get; } = new(
        RefusalKind.Unavailable,
        "The change could not be saved just now. Nothing was changed. Please try again in a moment.");
}

/// <summary>What a use case answers: a value, or the reason why nothing changed. Exceptions are for faults only.</summary>
/// <typeparam name="T">What a success returns.</typeparam>
public sealed class Outcome<T>
    where T : notnull
{
    private Outcome(T? value, Refusal? refusal, bool changed)
    {
        Value = value;
        Refusal = refusal;
        Changed = changed;
    }

    /// <summary>The answer of a success.</summary>
    public T? Value { get; }

    /// <summary>Why nothing changed, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>False when the success found everything already as asked and wrote nothing.</summary>
    public bool Changed { get; }

    /// <summary>True when the use case did what was asked, or found it done.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>A success that wrote something.</summary>
    public static Outcome<T> Done(T value) => new(value, null, changed: true);

    /// <summary>A success that found everything already as asked.</summary>
    public static Outcome<T> Already(T value) => new(value, null, changed: false);

    /// <summary>A refusal is an outcome.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal, changed: false);
}
