using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Chat;

/// <summary>How the text being typed in a conversation is kept: one draft per person and room, whichever way it comes.</summary>
internal static class ChatDrafts
{
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(30);

    /// <summary>Keeps it in place of the one before; an empty text is forgotten.</summary>
    public static async Task KeepTextAsync(this DraftService drafts, Actor actor, Guid room, string text)
    {
        if (text.Length == 0) await drafts.DropAsync(actor, NameOf(room), CancellationToken.None);
        else await drafts.KeepAsync(actor, NameOf(room), JsonSerializer.Serialize(text, Plainly), CancellationToken.None);
    }

    /// <summary>What was typed and not sent; empty when there is nothing.</summary>
    public static async Task<string> ReadTextAsync(this DraftService drafts, Actor actor, Guid room, CancellationToken gone = default)
    {
        try
        {
            return await drafts.ReadAsync(actor, NameOf(room), GoodFor, gone) is { } json ? JsonSerializer.Deserialize<string>(json) ?? "" : "";
        }
        catch (JsonException)
        {
            return ""; // written by another version of this page
        }
    }

    private static string NameOf(Guid room) => $"chat:{room:N}";
}
