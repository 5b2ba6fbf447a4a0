using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Chat;

/// <summary>The words of conversations.</summary>
public static class ChatWords
{
    /// <summary>The line under a name in the list.</summary>
    public static string Preview(ChatRoomRow row, Guid me) => row switch
    {
        { PreviewKind: null } => "No messages yet",
        { PreviewKind: ChatMessageKind.Text, Preview: "", PreviewFiles: > 0 } => row.PreviewFiles == 1 ? "Sent a file" : $"Sent {row.PreviewFiles} files",
        { PreviewKind: ChatMessageKind.Text, Preview: "" } => "Message deleted",
        { PreviewKind: ChatMessageKind.Text } when row.PreviewBy == me => $"You: {row.Preview}",
        { PreviewKind: ChatMessageKind.Text, Kind: ChatRoomKind.Group } => $"{row.PreviewByName}: {row.Preview}",
        { PreviewKind: ChatMessageKind.Text } => row.Preview!,
        { PreviewKind: { } kind } => Note(kind, row.PreviewByName ?? "", null, row.Preview ?? ""),
    };

    /// <summary>When an answer can be expected, or null where nothing is known.</summary>
    public static string? Expectation(ReplyExpectation expectation, ChatTimes times)
    {
        var usual = expectation.UsuallyWithin is { } within ? $"sually answers within {Span(within)}" : null;
        if (expectation.AwayUntil is not { } until) return usual is null ? null : $"U{usual}";
        return $"Away until {times.Ahead(until)}{(usual is null ? "" : $", u{usual}")}";
    }

    /// <summary>Who answers in whose place, as one of the three is told; null while nobody does.</summary>
    public static string? Cover(ChatRoomRow row, Actor me, ChatTimes times)
    {
        if (row.CoverName is not { } covering) return null;
        var until = row.CoverUntil is { } end ? $" until {times.Ahead(end)}" : "";
        return row.CoverAccountId == me.UserId ? $"You answer for {row.DoctorName}{until}"
            : row.DoctorAccountId == me.UserId ? $"{covering} answers for you{until}"
            : $"{covering} answers meanwhile";
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 60 } => $"{span.TotalMinutes:0} min",
        { TotalDays: < 1 } => $"{span.TotalHours:0} h",
        { TotalDays: 1 } => "a day",
        { TotalDays: 7 } => "a week",
        _ => $"{span.TotalDays:0} days",
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
        ChatMessageKind.Covered => about is null || about == by ? $"{by} answers for {text}" : $"{by} asked {about} to answer for {text}",
        ChatMessageKind.CoverEnded => $"{about ?? by} no longer answers for {text}",
        ChatMessageKind.Reopened => $"{by} opened this conversation again",
        _ => text,
    };
}
