using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ClinicLive.Domain.Live;

namespace ClinicLive.Tests.Live;

/// <summary>What every event promises: sealed, survives JSON, and carries ids, numbers, enums and times only.</summary>
public sealed class EventContractTests
{
    private static readonly Type[] Plain =
        [typeof(Guid), typeof(int), typeof(long), typeof(bool), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan)];

    public static TheoryData<string> Events() => new(EventTypes().Select(t => t.FullName!));

    [Fact]
    public void There_are_events() => EventTypes().Should().HaveCountGreaterThanOrEqualTo(6);

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_a_sealed_record(string name)
    {
        var type = TypeOf(name);

        type.IsSealed.Should().BeTrue();
        type.IsPublic.Should().BeTrue();
        type.GetMethod("<Clone>$").Should().NotBeNull("it is a record");
        type.GetProperties().Where(p => p.CanWrite).Should().OnlyContain(
            p => p.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit"), "nothing of it changes after it was raised");
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_carries_only_ids_numbers_enums_and_times(string name)
    {
        foreach (var fact in Facts(TypeOf(name)))
        {
            var type = Nullable.GetUnderlyingType(fact.PropertyType) ?? fact.PropertyType;
            (type.IsEnum || Plain.Contains(type)).Should().BeTrue($"{name}.{fact.Name} is a {type.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_survives_json(string name)
    {
        var type = TypeOf(name);
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var original = (IClinicEvent)Make(type, seed);

            var copy = (IClinicEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(original, type), type)!;

            copy.Should().Be(original); // records compare all their facts
            copy.Key.Should().Be(original.Key);
            copy.Topics.Should().Equal(original.Topics).And.NotBeEmpty();
            var text = EventEnvelope.Write(Guid.Empty, DateTimeOffset.UnixEpoch, [original]).Should().ContainSingle().Subject;
            EventEnvelope.Read(text)!.Events.Should().Equal(original);
        }
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_topic_of_an_event_and_its_key_name_a_thing_and_not_a_text(string name)
    {
        var type = TypeOf(name);
        var (one, two) = ((IClinicEvent)Make(type, 1), (IClinicEvent)Make(type, 2));

        one.Topics.Should().NotIntersectWith(two.Topics, "events of different clinics meet on no topic");
        one.Topics.Should().OnlyHaveUniqueItems();
        one.Key.Should().NotBeNullOrWhiteSpace();
    }

    private static Type[] EventTypes() => [.. typeof(IClinicEvent).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IClinicEvent)) && !t.IsInterface)];

    private static Type TypeOf(string name) => typeof(IClinicEvent).Assembly.GetType(name)!;

    private static IEnumerable<PropertyInfo> Facts(Type type) =>
        type.GetProperties().Where(p => p.Name is not (nameof(IClinicEvent.Topics) or nameof(IClinicEvent.Key)));

    private static object Make(Type type, int seed)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select((p, i) => Value(p.ParameterType, (seed * 100) + i))]);
    }

    private static object? Value(Type type, int number)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain != type && number % 3 == 0) return null;
        if (plain.IsEnum) return Enum.GetValues(plain).GetValue(number % Enum.GetValues(plain).Length);
        if (plain == typeof(Guid)) return Guid.ParseExact(number.ToString("x32", CultureInfo.InvariantCulture), "N");
        if (plain == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddTicks(number * 1_234_567_891L);
        if (plain == typeof(DateOnly)) return new DateOnly(2024, 1, 1).AddDays(number);
        if (plain == typeof(TimeOnly)) return new TimeOnly(number * 12_345_678L);
        if (plain == typeof(TimeSpan)) return TimeSpan.FromTicks(number * 7_654_321L);
        if (plain == typeof(bool)) return number % 2 == 0;
        return Convert.ChangeType(number, plain, CultureInfo.InvariantCulture);
    }
}
