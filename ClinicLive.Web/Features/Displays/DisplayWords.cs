using System.Globalization;
using ClinicLive.Domain.Features.Displays;

namespace ClinicLive.Web.Features.Displays;

/// <summary>What a waiting-room screen says in one language.</summary>
/// <param name="Tag">The language for browsers and voices (BCP 47).</param>
/// <param name="Name">The language in its own words.</param>
/// <param name="Called">Heading over who is called.</param>
/// <param name="NobodyCalled">When nobody is.</param>
/// <param name="Next">Heading over the lines.</param>
/// <param name="NobodyWaits">When there are none.</param>
/// <param name="AnyRoom">Where to go when no room is known.</param>
/// <param name="Call">What is spoken: {0} the ticket, {1} the room.</param>
/// <param name="SoundOn">The button that lets the screen ring.</param>
/// <param name="SoundWhy">Why it needs to be pressed.</param>
/// <param name="SoundIsOn">When it rings.</param>
/// <param name="Lost">When the screen is not up to date.</param>
/// <param name="CheckIn">Heading over the check-in code.</param>
/// <param name="CheckInHow">How to use it: {0} the address.</param>
public sealed record DisplayWords(
    string Tag,
    string Name,
    string Called,
    string NobodyCalled,
    string Next,
    string NobodyWaits,
    string AnyRoom,
    string Call,
    string SoundOn,
    string SoundWhy,
    string SoundIsOn,
    string Lost,
    string CheckIn,
    string CheckInHow)
{
    private static readonly DisplayWords English = new(
        "en", "English", "Please come in", "Nobody is being called.", "Next in line", "Nobody is waiting.", "the consultation room",
        "Number {0}, please come to {1}.", "Turn on sound", "The browser needs one click before it may ring and speak.", "Sound is on",
        "Not up to date. Please ask at the desk.", "Check in by phone", "Scan this, or open {0} and enter");

    private static readonly DisplayWords German = new(
        "de", "Deutsch", "Bitte eintreten", "Gerade wird niemand aufgerufen.", "Als Nächstes", "Es wartet niemand.", "das Sprechzimmer",
        "Nummer {0}, bitte kommen Sie: {1}.", "Ton einschalten", "Der Browser darf erst nach einem Klick läuten und sprechen.", "Der Ton ist an",
        "Nicht aktuell. Bitte fragen Sie am Empfang.", "Mit dem Telefon anmelden", "Scannen, oder {0} öffnen und eingeben:");

    private static readonly DisplayWords French = new(
        "fr", "Français", "Veuillez entrer", "Personne n’est appelé.", "Les suivants", "Personne n’attend.", "la salle de consultation",
        "Numéro {0}, veuillez entrer : {1}.", "Activer le son", "Le navigateur ne peut sonner et parler qu’après un clic.", "Le son est activé",
        "Affichage pas à jour. Adressez-vous à l’accueil.", "S’annoncer par téléphone", "Scannez, ou ouvrez {0} et saisissez");

    private static readonly DisplayWords Spanish = new(
        "es", "Español", "Pase, por favor", "No se llama a nadie ahora.", "Siguientes", "No espera nadie.", "la consulta",
        "Número {0}, pase a {1}, por favor.", "Activar el sonido", "El navegador necesita un clic antes de sonar y hablar.", "El sonido está activado",
        "Pantalla sin actualizar. Pregunte en recepción.", "Anunciarse con el teléfono", "Escanee, o abra {0} e introduzca");

    private static readonly DisplayWords Arabic = new(
        "ar", "العربية", "تفضلوا بالدخول", "لا يُنادى على أحد الآن.", "التالي في الدور", "لا أحد ينتظر.", "غرفة الاستشارة",
        "الرقم {0}، تفضل إلى {1}.", "تشغيل الصوت", "يحتاج المتصفح إلى نقرة واحدة قبل أن يرنّ ويتكلم.", "الصوت يعمل",
        "الشاشة غير محدّثة. يرجى السؤال في الاستقبال.", "سجّل وصولك بالهاتف", "امسح الرمز، أو افتح {0} وأدخل");

    /// <summary>The way that the language is written, as HTML names it.</summary>
    public string Direction => Tag == "ar" ? "rtl" : "ltr";

    /// <summary>The words of a language.</summary>
    public static DisplayWords Of(DisplayLanguage language) => language switch
    {
        DisplayLanguage.German => German,
        DisplayLanguage.French => French,
        DisplayLanguage.Spanish => Spanish,
        DisplayLanguage.Arabic => Arabic,
        _ => English,
    };

    /// <summary>What is spoken when somebody is called. The letter and the number apart, or voices make a word of them.</summary>
    public string Say(DisplayCall call)
    {
        var letters = call.Ticket.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return string.Format(CultureInfo.InvariantCulture, Call, $"{letters} {call.Ticket[letters.Length..]}", call.Room ?? AnyRoom);
    }
}
