namespace ClinicLive.Web.Features.Accounts;

/// <summary>The accounts of the demo clinic that its sign-in page offers. They exist in demo mode only, and so does this list on screen.</summary>
public static class DemoAccounts
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "Clinic-Live-2026";

    /// <summary>The addresses by what the person does.</summary>
    public static IReadOnlyList<DemoGroup> Groups { get; } =
    [
        new("Front desk", ["reception@demo.example", "reception2@demo.example"]),
        new("Admin", ["admin@demo.example"]),
        new("Doctors", [.. Enumerable.Range(1, 6).Select(n => $"doctor{n}@demo.example")]),
        new("Patients", [.. Enumerable.Range(1, 4).Select(n => $"patient{n}@demo.example")]),
        new("Another clinic", ["reception@other.example", "doctor1@other.example", "patient1@other.example"]),
    ];
}

/// <summary>Demo accounts of one kind.</summary>
/// <param name="Title">As on screen.</param>
/// <param name="Emails">Their addresses.</param>
public sealed record DemoGroup(string Title, IReadOnlyList<string> Emails);
