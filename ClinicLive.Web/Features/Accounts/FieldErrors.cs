using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>What is wrong with a form: a sentence per field, and one for the whole.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, string> _byField = [];

    /// <summary>What belongs to no field, or null.</summary>
    public string? Whole { get; private set; }

    /// <summary>True when there is something to say.</summary>
    public bool Any => Whole is not null || _byField.Count > 0;

    /// <summary>The sentence above the form, or null.</summary>
    public string? Summary => Whole ?? _byField.Count switch
    {
        0 => null,
        1 => "One field needs another look.",
        var fields => $"{fields} fields need another look.",
    };

    /// <summary>The sentence beside a field, or null.</summary>
    public string? this[string field] => _byField.GetValueOrDefault(field);

    /// <summary>Says something about a field, unless something was said about it already.</summary>
    public void Add(string field, string sentence) => _byField.TryAdd(field, sentence);

    /// <summary>Says it when something that must be there is missing.</summary>
    public void Require(string field, string? value, string sentence)
    {
        if (!PlainText.HasVisibleCharacter(value)) Add(field, sentence);
    }

    /// <summary>Puts a refusal beside its field when the form has that field, else above the form.</summary>
    public void Add(Refusal refusal, params ReadOnlySpan<string> fields)
    {
        if (refusal.Field is { } field && fields.Contains(field)) Add(field, refusal.Sentence);
        else Whole = refusal.Sentence;
    }
}
