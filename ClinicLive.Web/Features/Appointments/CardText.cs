using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// The face of a card, made once per row and shared by every screen that shows it: with eighty cards on a thousand boards, a
/// face of each board's own would be most of its memory. This is the one place where text of people becomes markup, so all of
/// it goes through <see cref="Text"/>.
/// </summary>
internal sealed class CardText
{
    private static readonly ConditionalWeakTable<BoardRow, CardText> Known = [];

    private readonly BoardRow _row;
    private static readonly int Roles = Enum.GetValues<Role>().Length;

    private readonly CardAction?[] _next = new CardAction?[Roles];
    private readonly bool[] _hasLookedForNext = new bool[Roles];

    private CardText(BoardRow row, ClinicPolicy policy, DateOnly day)
    {
        _row = row;
        Key = row.Id;
        Id = row.Id.ToString();
        Status = row.Status.ToString();
        Version = row.Version.ToString(CultureInfo.InvariantCulture);
        Href = $"appointments/{Id}";
        Face = Draw(row, policy, day);
    }

    /// <summary>What the list tells its cards apart by: the id in a box, because its hash is cheaper than that of its words.</summary>
    public object Key { get; }

    public string Id { get; }

    public string Status { get; }

    public string Version { get; }

    public string Href { get; }

    /// <summary>Name, time, what it is about and how it stands, as markup.</summary>
    public string Face { get; }

    /// <summary>The words of a row. Settings of the clinic that change show with the row's next change.</summary>
    public static CardText Of(BoardRow row, ClinicPolicy policy, DateOnly day) =>
        Known.TryGetValue(row, out var known) ? known : Make(row, policy, day);

    /// <summary>The natural next step for somebody who may touch the row; looked for once per role.</summary>
    public CardAction? Next(Actor actor)
    {
        if (!CardActions.MayTouch(_row, actor)) return null;
        var role = (int)actor.Role;
        if (_hasLookedForNext[role]) return _next[role];
        _next[role] = CardActions.Next(_row, actor); // two screens that look at once find the same
        _hasLookedForNext[role] = true;
        return _next[role];
    }

    /// <summary>What people wrote, shown to the letter.</summary>
    internal static string? Text(string? written) => WebUtility.HtmlEncode(written);

    // Apart, because a method that captures allocates for it even when it returns early.
    private static CardText Make(BoardRow row, ClinicPolicy policy, DateOnly day) => Known.GetValue(row, r => new CardText(r, policy, day));

    private string Draw(BoardRow row, ClinicPolicy policy, DateOnly day)
    {
        var time = policy.ToLocal(row.Start).ToString(policy.DayOf(row.Start) == day ? "H:mm" : "ddd H:mm", CultureInfo.InvariantCulture);
        var room = row.Room is null ? "" : $" · {row.Room}";
        var face = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"""<a href="{Href}"><bdi>{Text(row.PatientName)}</bdi></a><time>{time}</time>""")
            .Append(CultureInfo.InvariantCulture, $"<p>{Text(row.PractitionerName)}{Text(room)} · {row.Minutes} min");
        if (row.Reason is not null) face.Append(CultureInfo.InvariantCulture, $" · <bdi>{Text(row.Reason)}</bdi>");
        face.Append("</p><div>");
        CardStatus.Draw(face, row, policy);
        return face.Append("</div>").ToString();
    }
}
