using System.Globalization;
using System.Text;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>Names of files as people gave them, without what could lie about them or mean something to a system.</summary>
internal static class FileName
{
    /// <summary>The last part of a path, without controls, marks that turn the direction of writing, and signs that systems reserve; shortened before its extension. Empty when nothing is left.</summary>
    public static string Clean(string name)
    {
        if (PlainText.HasBrokenCharacter(name)) return "";
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse) continue;
            if (rune.Value is ':' or '*' or '?' or '"' or '<' or '>' or '|') clean.Append('_');
            else clean.Append(rune);
        }

        var (stem, extension) = (Path.GetFileNameWithoutExtension(clean.ToString()).Trim(' ', '.'), Path.GetExtension(clean.ToString()));
        if (stem.Length == 0 || extension.Length is < 2 or > 10) return "";
        var room = ChatAttachment.NameLimit - extension.Length;
        if (stem.Length > room) stem = stem[..(char.IsHighSurrogate(stem[room - 1]) ? room - 1 : room)];
        return stem + extension;
    }
}
