using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Chat;

/// <summary>The text being typed in a conversation, for a page whose circuit is away and for programs.</summary>
internal static class ChatDraftApi
{
    /// <summary>What was typed and not sent.</summary>
    public static async Task<IResult> ReadAsync(Caller caller, Guid id, ChatQueries chats, DraftService drafts, CancellationToken gone)
    {
        if (await chats.RoomAsync(caller.Actor, id, gone) is null) return Problems.Of(Refusal.NotFound("conversation"));
        return Answers.Tagged(new DraftView(await drafts.ReadTextAsync(caller.Actor, id, gone)));
    }

    /// <summary>Keeps it.</summary>
    public static async Task<IResult> KeepAsync(Caller caller, Guid id, Body<DraftBody> body, ChatQueries chats, DraftService drafts)
    {
        if (await chats.RoomAsync(caller.Actor, id, CancellationToken.None) is null) return Problems.Of(Refusal.NotFound("conversation"));
        if (body.Value.Text.Length > MessageText.UnitLimit) return Problems.Of(Refusal.Invalid("Text", $"A draft has at most {MessageText.UnitLimit:N0} characters. The one before is kept."));
        await drafts.KeepTextAsync(caller.Actor, id, body.Value.Text);
        return TypedResults.NoContent();
    }

    /// <summary>What is being written.</summary>
    /// <param name="Text">The text as it was typed; empty to forget it.</param>
    public sealed record DraftBody(string Text) : IRequestBody
    {
        /// <summary>As long as a message can be.</summary>
        static int IRequestBody.MostBytes => 512 * 1024;
    }
}
