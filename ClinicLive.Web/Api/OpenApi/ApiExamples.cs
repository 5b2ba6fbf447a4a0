using System.Text.Json.Nodes;

namespace ClinicLive.Web.Api.OpenApi;

/// <summary>One example of each body, by the name of the operation. A test reads each of them as the program would.</summary>
internal static class ApiExamples
{
    private const string Appointment = """
        {"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c01","patientId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c02","patientName":"Paula Patient","practitionerId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c03",
         "practitionerName":"Dr Berg","start":"2026-06-17T08:30:00Z","end":"2026-06-17T08:45:00Z","status":"Arrived","patientFlow":"Waiting","statusSince":"2026-06-17T08:21:07Z","room":"Room 1","reason":"Cough","version":2}
        """;

    private const string Practitioner = """
        {"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c03","userId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c04","displayName":"Dr Ada Berg","givenName":"Ada","familyName":"Berg","specialty":"General medicine",
         "consultationHours":"8–16","hospital":"Clinic at the Park","room":"Room 1","online":true,"available":true,"breakUntil":null,"presence":"in-consultation","version":7}
        """;

    private const string Message = """
        {"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c05","roomId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c06","kind":"Text","senderId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c04","senderName":"Dr Ada Berg",
         "body":"Please come at nine.","sentAt":"2026-06-17T08:00:00Z","clientMessageId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c07","editedAt":null,"deletedAt":null,"attachments":[],"aboutName":null,"replyTo":null}
        """;

    private const string Room = """
        {"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c06","kind":"Direct","title":"Paula Patient","unreadCount":1,
         "lastMessage":{"senderId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c08","senderName":"Paula Patient","body":"Thank you","sentAt":"2026-06-17T08:05:00Z"}}
        """;

    private const string Tokens = """{"accessToken":"CfDJ8K2l9...","tokenType":"Bearer","expiresIn":600,"refreshToken":"5f2c1d..."}""";

    private static readonly Dictionary<string, string> Requests = new(StringComparer.Ordinal)
    {
        ["signIn"] = """{"email":"reception@demo.example","password":"Clinic-Live-2026"}""",
        ["refresh"] = """{"refreshToken":"5f2c1d..."}""",
        ["bookAppointment"] = """
            {"patientId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c02","practitionerId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c03","start":"2026-06-17T08:30:00Z","minutes":15,"reason":"Cough","commandId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c09"}
            """,
        ["moveAppointment"] = """{"to":"Arrived","expectedFrom":"Booked","version":1,"commandId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c0a"}""",
        ["undoAppointment"] = """{"expectedFrom":"Arrived","version":2,"commandId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c0a"}""",
        ["sayAvailability"] = """{"available":false,"breakMinutes":20,"note":"Lunch"}""",
        ["sendNotification"] = """{"userId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c02","kind":"SystemMessage","title":"Your results are here","text":"Please ask at the desk.","link":"/portal"}""",
        ["subscribeToPush"] = """{"endpoint":"https://push.example/wpush/v2/gAAAA","p256dh":"BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8","auth":"tBHItJI5svbpez7KI4CCXg"}""",
        ["seePushDevice"] = """{"endpoint":"https://push.example/wpush/v2/gAAAA"}""",
        ["openRoom"] = """{"kind":"Direct","participantIds":["019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c02"]}""",
        ["sendMessage"] = """{"clientMessageId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c07","body":"Please come at nine."}""",
        ["keepDraft"] = """{"text":"I have"}""",
        ["readMessages"] = """{"messageId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c05"}""",
    };

    private static readonly Dictionary<string, string> Responses = new(StringComparer.Ordinal)
    {
        ["signIn"] = Tokens,
        ["refresh"] = Tokens,
        ["me"] = """{"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c08","displayName":"Lena Desk","role":"Receptionist","organizationId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c0b"}""",
        ["listAppointments"] = $"[{Appointment}]",
        ["getAppointment"] = Appointment,
        ["bookAppointment"] = Appointment,
        ["moveAppointment"] = Appointment,
        ["undoAppointment"] = Appointment,
        ["listPractitioners"] = $"[{Practitioner}]",
        ["listOnlinePractitioners"] = $"[{Practitioner}]",
        ["sayAvailability"] = Practitioner,
        ["listNotifications"] = """
            [{"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c0c","kind":"AppointmentUpdate","title":"Another time","text":"Your appointment is at 9:30.","link":"/portal","severity":"Normal","createdAt":"2026-06-17T08:00:00Z","readAt":null}]
            """,
        ["unreadNotifications"] = """{"count":3}""",
        ["sendNotification"] = """
            {"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c0c","userId":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c02","kind":"SystemMessage","title":"Your results are here","text":"Please ask at the desk.","link":"/portal","severity":"Normal"}
            """,
        ["pushKey"] = """{"publicKey":"BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"}""",
        ["pushDevices"] = """[{"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c0e","name":"Firefox on Android","createdAt":"2026-06-17T08:00:00Z","lastSentAt":null,"isAsleep":false}]""",
        ["subscribeToPush"] = """{"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c0e"}""",
        ["seePushDevice"] = """{"place":"Known"}""",
        ["uploadAttachment"] = """{"id":"019ed2f0-7c5e-7a51-9d3c-1f0e5b8a2c0d","name":"letter.pdf","size":48213,"contentType":"application/pdf"}""",
        ["listRooms"] = $"[{Room}]",
        ["openRoom"] = Room,
        ["listMessages"] = $"[{Message}]",
        ["sendMessage"] = Message,
        ["readDraft"] = """{"text":"I have"}""",
        ["followEvents"] = "\"retry: 2000\\n\\nid: 812-40\\nevent: ready\\ndata: {\\\"at\\\":\\\"2026-06-17T08:00:00Z\\\",\\\"heartbeat\\\":15}\\n\\n\"",
    };

    /// <summary>What is sent, or null when nothing is.</summary>
    public static JsonNode? Request(string operation) => Requests.TryGetValue(operation, out var json) ? JsonNode.Parse(json) : null;

    /// <summary>What is answered, or null when nothing is.</summary>
    public static JsonNode? Response(string operation) => Responses.TryGetValue(operation, out var json) ? JsonNode.Parse(json) : null;
}
