using System.Globalization;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Tests.Features.Scheduling;

/// <summary>Hours and books as short texts, for tests: "8-12 13-17", "22:30-24".</summary>
internal static class Hours
{
    public static readonly Guid ClinicId = Guid.Parse("c0000000-0000-4000-8000-000000000001");
    public static readonly Guid DoctorId = Guid.Parse("d0000000-0000-4000-8000-000000000001");
    public static readonly Guid RoomId = Guid.Parse("a0000000-0000-4000-8000-000000000001");

    public static HoursSpan Span(string text) => new(Time(text.Split('-')[0]), Time(text.Split('-')[1]));

    public static IReadOnlyList<HoursSpan> Day(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Span)];

    /// <summary>The same hours from Monday to Sunday.</summary>
    public static IReadOnlyList<TypedHours> Daily(string text) =>
        [.. Enum.GetValues<DayOfWeek>().SelectMany(day => Day(text).Select(span => new TypedHours(day, span)))];

    public static WeekHours Week(string text) => WeekHours.Make(Daily(text)).Week!;

    /// <summary>A book of one doctor with a usual room.</summary>
    public static OpeningBook Book(
        string zone = "Europe/London", string? clinic = null, string? doctor = null, string? room = null,
        IEnumerable<HoursExceptionRow>? exceptions = null, IEnumerable<TimeOffRow>? timeOff = null, IEnumerable<VisitTypeRow>? types = null)
    {
        List<HoursRow> hours = [];
        if (clinic is not null) hours.Add(new HoursRow(HoursOwner.Clinic(ClinicId), Week(clinic), 1));
        if (doctor is not null) hours.Add(new HoursRow(HoursOwner.Practitioner(DoctorId), Week(doctor), 1));
        if (room is not null) hours.Add(new HoursRow(HoursOwner.Room(RoomId), Week(room), 1));
        var policy = new ClinicPolicy("Test", TimeZoneInfo.FindSystemTimeZoneById(zone), default, default, default, false);
        return new OpeningBook(
            ClinicId, policy, hours, [.. exceptions ?? []], [.. timeOff ?? []], [.. types ?? []],
            [new ScheduleDoctor(DoctorId, "Dr Ama Osei", "Dr Osei", RoomId)], [new ScheduleRoom(RoomId, "Room 3")]);
    }

    public static HoursExceptionRow On(HoursOwner owner, string date, string hours) =>
        new(Guid.NewGuid(), owner, DateOnly.Parse(date, CultureInfo.InvariantCulture), Day(hours), null, 1);

    public static TimeOffRow Away(string fromUtc, string untilUtc) => new(Guid.NewGuid(), DoctorId, Utc(fromUtc), Utc(untilUtc), "holiday", 1);

    public static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>"06:30-11:00 12:00-16:00" in UTC; a day before or after the first is marked.</summary>
    public static string Text(this IEnumerable<Stretch> stretches) =>
        string.Join(' ', stretches.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.From.UtcDateTime:ddHH:mm}-{s.To.UtcDateTime:ddHH:mm}")));

    private static TimeOnly Time(string text) => text == "24" ? TimeOnly.MinValue
        : TimeOnly.Parse(text.Contains(':', StringComparison.Ordinal) ? text : $"{text}:00", CultureInfo.InvariantCulture);
}
