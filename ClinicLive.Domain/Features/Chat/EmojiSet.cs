namespace ClinicLive.Domain.Features.Chat;

/// <summary>One sign of the picker.</summary>
/// <param name="Text">The sign itself (Unicode Emoji 13 or older, so that every reader's system has it).</param>
/// <param name="Name">What a screen reader says, and what a search finds.</param>
/// <param name="Words">More words that a search finds.</param>
/// <param name="HasTones">Whether it can take the five skin tones.</param>
public sealed record Emoji(string Text, string Name, string Words, bool HasTones)
{
    /// <summary>The sign in a skin tone from 1 (light) to 5 (dark); as it is for 0 or where it has none (UTS #51, emoji modifier sequence).</summary>
    public string InTone(int tone) => HasTones && tone is >= 1 and <= 5 ? Text.TrimEnd('\uFE0F') + char.ConvertFromUtf32(0x1F3FA + tone) : Text;
}

/// <summary>The signs that can be put under a message and found in the picker: few, and those that people of a clinic use.</summary>
public static class EmojiSet
{
    /// <summary>The first row: one click away.</summary>
    public static IReadOnlyList<string> Quick { get; } = ["👍", "❤️", "😊", "🙏", "✅", "😢"];

    /// <summary>All, in the order of the picker.</summary>
    public static IReadOnlyList<Emoji> All { get; } =
    [
        .. Of("👍 thumbs up:yes ok good agree|👎 thumbs down:no bad|👌 OK hand:fine perfect|🙏 folded hands:thanks please|👏 clapping hands:bravo well done|👋 waving hand:hello bye|🙌 raising hands:hooray|💪 flexed biceps:strong|✋ raised hand:stop wait|🤝 handshake:deal|✌️ victory hand:peace|🤞 crossed fingers:luck|👉 pointing right:there|👆 pointing up:above|👀 eyes:look see", tonesExcept: "🤝👀"),
        .. Of("😀 grinning face:happy|😃 smiling with open mouth:happy|😄 smiling with smiling eyes:happy glad|😁 beaming face:grin|😅 grinning with sweat:phew|😂 tears of joy:laugh funny|🤣 rolling on the floor:laugh|🙂 slightly smiling:fine|😊 smiling face:happy warm|😇 halo:innocent|😍 heart eyes:love|🥰 smiling with hearts:love|😘 blowing a kiss|😉 winking|😋 savouring food:tasty|😎 sunglasses:cool|🤗 hugging:hug|🤔 thinking:hmm|🤨 raised eyebrow:doubt|😐 neutral face|😶 without mouth:speechless|🙄 rolling eyes|😬 grimacing:awkward|😴 sleeping:tired night|😌 relieved:calm|😔 pensive:sad|😕 confused|🙁 slightly frowning:sad|😟 worried|😢 crying:sad tear|😭 loudly crying:sad|😣 persevering:pain|😖 confounded:pain|😫 tired face|🥱 yawning:tired|😤 steam from nose:annoyed|😠 angry|😱 screaming:fear|😨 fearful|😰 anxious with sweat|😥 sad but relieved|😓 downcast with sweat|🤒 thermometer in mouth:fever ill|🤕 bandaged head:hurt injury|🤢 nauseated:sick|🤮 vomiting:sick|🤧 sneezing:cold allergy|😷 medical mask:ill|🥵 hot face:fever heat|🥶 cold face:freezing|😵 dizzy|🥳 partying:birthday"),
        .. Of("❤️ red heart:love|🧡 orange heart|💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|💔 broken heart|💯 hundred points:exactly|✨ sparkles|⭐ star|🔥 fire|🎉 party popper:congratulations|🎂 birthday cake|💐 bouquet:flowers|🌹 rose|☀️ sun:morning|🌙 moon:night|☕ hot drink:coffee tea|🍎 apple:food fasting|💧 droplet:water drink"),
        .. Of("🏥 hospital:clinic|🚑 ambulance:emergency|💊 pill:medicine tablet|💉 syringe:vaccination blood injection|🩹 bandage:plaster wound|🩺 stethoscope:doctor|🌡️ thermometer:fever temperature|🩸 drop of blood|🦷 tooth:dentist|🦴 bone|👁️ eye|👂 ear|👃 nose|🧠 brain|🫀 heart organ:cardiology|🫁 lungs:breath|🦵 leg:knee|🦶 foot|🤰 pregnant woman|👶 baby|🧒 child|👩‍⚕️ woman doctor|👨‍⚕️ man doctor|🧑‍⚕️ health worker|♿ wheelchair:access|😮‍💨 exhaling:breath relief", tones: "👂👃🦵🦶🤰👶🧒"),
        .. Of("✅ check mark:done yes|❌ cross mark:no wrong|❗ exclamation mark:important|❓ question mark|⚠️ warning:careful|🚫 prohibited:no|🔔 bell:reminder|📅 calendar:appointment date|🕒 clock:time late|⏰ alarm clock:time|⏳ hourglass:wait|📍 pin:place where|🚗 car:drive parking|🚌 bus|🚶 walking:on my way|🏃 running:hurry late|🚪 door:outside here|📞 telephone:call|📱 mobile phone|✉️ envelope:letter mail|📎 paperclip:attachment|📄 page:document referral|📝 memo:note form|📷 camera:photo|🔑 key|🔒 locked:private|🏠 house:home|💶 money:invoice bill|🆗 OK button|🆘 SOS:help urgent", tones: "🚶🏃"),
    ];

    private static readonly HashSet<string> Known =
        [.. Quick, .. All.SelectMany(e => Enumerable.Range(0, e.HasTones ? 6 : 1).Select(e.InTone))];

    /// <summary>True for a sign of the set, in any of its tones.</summary>
    public static bool Contains(string emoji) => Known.Contains(emoji);

    /// <summary>The signs whose name or words begin with what was typed; all of them for nothing.</summary>
    public static IEnumerable<Emoji> Find(string? typed) => string.IsNullOrWhiteSpace(typed)
        ? All
        : All.Where(e => $" {e.Name} {e.Words}".Contains($" {typed.Trim()}", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Emoji> Of(string lines, string tones = "", string? tonesExcept = null) => lines.Split('|').Select(line =>
    {
        var at = line.IndexOf(' ', StringComparison.Ordinal);
        var (text, rest) = (line[..at], line[(at + 1)..].Split(':'));
        var hasTones = tonesExcept is null ? tones.Contains(text, StringComparison.Ordinal) : !tonesExcept.Contains(text, StringComparison.Ordinal);
        return new Emoji(text, rest[0], rest.Length > 1 ? rest[1] : "", hasTones);
    });
}
