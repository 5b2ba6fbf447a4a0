using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Web.Features.Chat;

/// <summary>The words of conversations.</summary>
public static class ChatWords
{
    /// <summary>The line under a name in the list.</summary>
    public static string Preview(ChatRoomRow row, Guid me) => row switch
    {
        { PreviewKind: null } => "No messages yet",
        { PreviewKind: ChatMessageKind.Text, Preview: "" } => "Message deleted",
        { PreviewKind: ChatMessageKind.Text } when row.PreviewBy == me => $"You: {row.Preview}",
        { PreviewKind: ChatMessageKind.Text, Kind: ChatRoomKind.Group } => $"{row.PreviewByName}: {row.Preview}",
        { PreviewKind: ChatMessageKind.Text } => row.Preview!,
        { PreviewKind: { } kind } => Note(kind, row.PreviewByName ?? "", null, row.Preview ?? ""),
    };

    /// <summary>A line that nobody said: what happened to the room.</summary>
    public static string Note(ChatMessageRow row) => Note(row.Kind, row.SenderName, row.AboutName, row.Body);

    private static string Note(ChatMessageKind kind, string by, string? about, string text) => kind switch
    {
        ChatMessageKind.Joined => about is null || about == by ? $"{by} joined" : $"{by} added {about}",
        ChatMessageKind.Left => about is null || about == by ? $"{by} left" : $"{by} removed {about}",
        ChatMessageKind.Renamed => $"{by} named the group “{text}”",
        ChatMessageKind.Assigned => about is null || about == by ? $"{by} takes care of this" : $"{by} handed this over to {about}",
        ChatMessageKind.Closed => $"{by} closed this conversation",
        ChatMessageKind.Reopened => $"{by} opened this conversation again",
        _ => text,
    };
}
