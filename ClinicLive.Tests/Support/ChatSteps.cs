using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Support;

/// <summary>What people of a test clinic do in conversations, through the real services.</summary>
internal static class ChatSteps
{
    public static ChatService Chat(this ClinicDatabase clinic) => clinic.Get<ChatService>();

    public static ChatQueries Chats(this ClinicDatabase clinic) => clinic.Get<ChatQueries>();

    /// <summary>What the number beside the word Messages is made of.</summary>
    public static async Task<ChatUnread> UnreadAsync(this ChatQueries chats, Actor actor) => new(await chats.OwnUnreadAsync(actor), await chats.DeskUnreadAsync(actor));

    /// <summary>The room of the clinic's patient and doctor.</summary>
    public static async Task<Guid> DirectAsync(this ClinicDatabase clinic, Actor? patient = null, Actor? doctor = null)
    {
        var (one, other) = (patient ?? clinic.Home.Patient, doctor ?? clinic.Home.Doctor);
        return (await clinic.Chat().OpenDirectAsync(one, one.PatientId!.Value, other.PractitionerId!.Value)).Value;
    }

    public static async Task<Guid> DeskAsync(this ClinicDatabase clinic, Actor? patient = null)
    {
        var one = patient ?? clinic.Home.Patient;
        return (await clinic.Chat().OpenFrontDeskAsync(one, one.PatientId!.Value)).Value;
    }

    public static async Task<Guid> GroupAsync(this ClinicDatabase clinic, Actor by, string name, params Actor[] others)
    {
        var made = await clinic.Chat().CreateGroupAsync(by, name, [.. others.Select(o => o.UserId)], Guid.NewGuid());
        return made.Succeeded ? made.Value : throw new InvalidOperationException(made.Refusal.Sentence);
    }

    /// <summary>Says something that must be accepted, at a pace that is never too fast.</summary>
    public static async Task<ChatMessageRow> SayAsync(this ClinicDatabase clinic, Actor by, Guid room, string body, Guid? replyTo = null, Guid? clientId = null)
    {
        clinic.Clock.Advance(ChatPace.OneEvery);
        var sent = await clinic.Chat().SendAsync(by, room, new NewMessage(clientId ?? Guid.NewGuid(), body, replyTo));
        return sent.Value ?? throw new InvalidOperationException(sent.Refusal!.Sentence);
    }

    /// <summary>Everything that a person reads in a room, oldest first.</summary>
    public static async Task<IReadOnlyList<ChatMessageRow>> ReadAllAsync(this ClinicDatabase clinic, Actor by, Guid room)
    {
        var all = new List<ChatMessageRow>();
        while (true)
        {
            var page = await clinic.Chats().AfterAsync(by, room, all.Count == 0 ? 0 : all[^1].Sequence, ChatQueries.MessagesPageSize);
            if (page.Count == 0) return all;
            all.AddRange(page);
        }
    }

    public static async Task<IReadOnlyList<string>> BodiesAsync(this ClinicDatabase clinic, Actor by, Guid room) => [.. (await clinic.ReadAllAsync(by, room)).Select(m => m.Body)];

    public static async Task<ChatRoomRow> RowAsync(this ClinicDatabase clinic, Actor by, Guid room) => (await clinic.Chats().RoomAsync(by, room))!.Row;
}

/// <summary>What a person has not read yet, and the front desk's part of it.</summary>
internal sealed record ChatUnread(int Own, int Desk)
{
    public int All => Own + Desk;
}
