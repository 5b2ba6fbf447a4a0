using System.Globalization;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>What the people of the demo have said to each other: direct rooms, the front desk's rooms and a team, with something unread for everybody.</summary>
internal sealed class DemoChats
{
    private readonly ClinicDbContext _db;
    private readonly DemoSite _site;
    private readonly DemoClock _clock;

    private DemoChats(ClinicDbContext db, DemoSite site, DemoClock clock) => (_db, _site, _clock) = (db, site, clock);

    /// <summary>Adds the conversations of a clinic. Texts are made up; everything but the times is the same on every machine.</summary>
    public static void AddTo(ClinicDbContext db, DemoSite site, DemoClock clock)
    {
        var chats = new DemoChats(db, site, clock);
        if (site == DemoCast.Riverside) chats.Riverside();
        else chats.Direct(1, 1, (2_900, 'p', "Hello Dr McAllister, could my next appointment be in the afternoon?"), (2_880, 'd', "Of course. Reception will move it to three o'clock."), (2_870, 'p', "Thank you very much."));
    }

    private void Riverside()
    {
        Direct(1, 1,
            (4_390, 'p', "Good morning Dr Raman. The new tablets make me a little dizzy when I get up. Is that to be expected?"),
            (4_330, 'd', "Good morning. It often settles within a week. Please take them with breakfast and stand up slowly."),
            (4_325, 'p', "Thank you, I will try that."),
            (1_560, 'd', "How is the dizziness now?"),
            (1_530, 'p', "Much better since I take them with food 🙂"),
            (1_500, 'd', "I am glad. Please bring your blood pressure readings today: two a day are enough."),
            (95, 'p', "I have them in a notebook. Should I come without breakfast?"),
            (88, '>', "No need, please eat as usual."),
            (86, 'p', "Perfect, thank you!"),
            (9, 'p', "I am in the waiting room now."));
        Direct(2, 1,
            (2_760, 'p', "Hello doctor, is the letter for my physiotherapist ready?"),
            (2_700, 'd', "It is. You can take it with you at the front desk from tomorrow morning."),
            (2_690, 'p', "Great, I will come by at nine."));
        Direct(3, 1, (310, 'p', "The cough is still there after two weeks. Should I come again or wait?"), (300, 'p', "No fever, but I sleep badly."));
        Direct(1, 2, (20_300, 'd', "Your ECG is normal. There is nothing that you need to do."), (20_200, 'p', "What a relief. Thank you for telling me so quickly."));
        Direct(7, 3, (180, 'p', "هل يمكنني إحضار ابنتي معي إلى الموعد؟"), (170, 'd', "Yes, of course. She is welcome."));
        Direct(12, 4, (1_700, 'p', "写真の湿疹は少し良くなりました。"), (1_650, 'd', "That is good to hear. Please go on with the cream for another week."));

        Desk(1, isClosed: true, (7_200, 'p', "Do you have parking at the practice?"), (7_190, 'r', "Yes, behind the house, the entrance is in Mill Lane. The first hour is free."), (7_188, 'p', "Thank you."));
        Desk(4, isClosed: false, (26, 'p', "Could I move my appointment on Thursday to the afternoon?"), (24, 'p', "Any time after three would be fine."));
        Desk(5, isClosed: false, (140, 'p', "I have lost the address of the laboratory, could you send it again?"), (131, 'r', "The laboratory is at 14 Orchard Street, second floor. They open at half past seven."), (4, 'p', "Found it, thank you. Do I need the form as well?"));
        Desk(9, isClosed: true, (3_000, 'p', "Is the practice open on Saturday?"), (2_990, 'r', "This Saturday from nine to noon, for urgent matters only."));

        Team();
        Reply("Come a little earlier", "Hello {patient}, please come ten minutes before your appointment ({next appointment}). Kind regards, {clinic}");
        Reply("Results are ready", "Your results are ready. {doctor} will talk them over with you at your next appointment: {next appointment}.");
        Reply("Send a photo", "Could you please send a photo of it here? {doctor} will look at it today.");
        Reply("What to bring", "Please bring your insurance card and a list of the medicines that you take.");
    }

    private void Reply(string title, string text)
    {
        var reply = new QuickReply(DemoIds.Of($"quick reply {_site.Domain} {title}"), _site.Reception(), isForClinic: true, _clock.Now);
        reply.Write(title, text, _clock.Now);
        _db.Add(reply);
    }

    private void Direct(int patient, int doctor, params (int MinutesAgo, char Who, string Text)[] lines)
    {
        var (p, d) = (_site.SelfOrReception(_site.Patients[patient - 1]), _site.ActorOf(_site.Doctors[doctor - 1]));
        var room = ChatRoom.Direct(p.PatientId!.Value, d.PractitionerId!.Value, p, Ago(lines[0].MinutesAgo + 1), DemoIds.Of($"chat {_site.Domain} {patient} {doctor}"));
        Write(room, lines, who => who == 'p' ? p : d, [p, d]);
    }

    private void Desk(int patient, bool isClosed, params (int MinutesAgo, char Who, string Text)[] lines)
    {
        var p = _site.SelfOrReception(_site.Patients[patient - 1]);
        var room = ChatRoom.FrontDesk(p.PatientId!.Value, p, Ago(lines[0].MinutesAgo + 1), DemoIds.Of($"chat {_site.Domain} {patient} desk"));
        Write(room, lines, who => who == 'p' ? p : _site.Reception(patient), [p]);
        if (!isClosed) return;
        var (note, refusal) = room.Close(_site.Reception(patient), Ago(lines[^1].MinutesAgo - 30));
        DemoScript.Taken(refusal);
        _db.Add(note!);
    }

    private void Team()
    {
        var (nadia, callum, one, three) = (_site.Reception(0), _site.Reception(1), _site.ActorOf(_site.Doctors[0]), _site.ActorOf(_site.Doctors[2]));
        var (room, refusal) = ChatRoom.Group("Team, morning", nadia, Ago(1_441), id: DemoIds.Of($"chat {_site.Domain} team"));
        DemoScript.Taken(refusal);
        Write(
            room!,
            [(1_440, 'n', "Good morning. Room 3 has its new examination lamp."), (1_430, '3', "Lovely, thank you."), (190, 'c', "The printer at the desk is being repaired until noon. Please use the one upstairs."), (55, '1', "I run about ten minutes late."), (52, 'n', "Noted, I tell everybody who asks.")],
            who => who switch { 'n' => nadia, 'c' => callum, '1' => one, _ => three },
            [nadia, callum, one, three]);
    }

    /// <summary>'>' answers the message before, by the doctor. Whoever said the last line has read everything; the others have read up to their own last line.</summary>
    private void Write(ChatRoom room, (int MinutesAgo, char Who, string Text)[] lines, Func<char, Actor> person, Actor[] inside)
    {
        _db.Add(room);
        var messages = new List<ChatMessage>();
        foreach (var (minutesAgo, who, text) in lines)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{room.Id:N} {messages.Count}");
            var message = room.Post(person(who == '>' ? 'd' : who), DemoIds.Of($"chat client {key}"), text, who == '>' ? messages[^1].Id : null, Ago(minutesAgo), DemoIds.Of($"chat message {key}"));
            messages.Add(message);
            _db.Add(message);
        }

        foreach (var someone in inside)
        {
            var place = new ChatParticipant(room, someone.UserId, Ago(lines[0].MinutesAgo + 1));
            place.MoveDelivered(room.LastSequence, room);
            place.MoveRead(messages.FindLast(m => m.SenderId == someone.UserId)?.Sequence ?? 0, room);
            _db.Add(place);
        }

        if (room.Kind == ChatRoomKind.Direct && lines[^1].Who == 'p' && lines[^1].MinutesAgo > 1_000)
        {
            room.Acknowledge(inside[1], messages[^1]);
            _db.Add(new ChatReaction(messages[^1].Id, inside[1].UserId, "👍", Ago(lines[^1].MinutesAgo - 5)));
        }
    }

    private DateTimeOffset Ago(int minutes) => minutes < 600 ? _clock.Ago(minutes) : _clock.Now.AddMinutes(-minutes);
}
