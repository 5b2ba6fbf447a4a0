using System.Reflection;
using System.Text.Json;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>An Appointment that was sent. An element that the clinic does not keep is refused, so that nothing is lost without a word.</summary>
public sealed class FhirBody : IBodyRead
{
    private const int MostBytes = 64 * 1024;

    private readonly AppointmentBody? _value;

    private FhirBody(AppointmentBody? value, IResult? problem) => (_value, Problem) = (value, problem);

    /// <inheritdoc/>
    public IResult? Problem { get; }

    /// <summary>The body. An endpoint is not reached by one that could not be read.</summary>
    public AppointmentBody Value => _value ?? throw new InvalidOperationException("The body could not be read; the group's filter answers that.");

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<FhirBody> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        if (!context.Request.HasJsonContentType()) return No(StatusCodes.Status415UnsupportedMediaType, "not-supported", "The body must be application/fhir+json.");
        if (await BodyBytes.ReadAsync(context.Request, MostBytes) is not { } bytes) return No(StatusCodes.Status413PayloadTooLarge, "too-long", "The body is larger than anything that is asked for here.");
        try
        {
            if (JsonSerializer.Deserialize<AppointmentBody>(bytes.Span, ApiJson.Options) is not { } body) return No(StatusCodes.Status400BadRequest, "structure", "The body is empty.");
            if (body.ResourceType != "Appointment") return No(StatusCodes.Status400BadRequest, "invalid", "The body must be an Appointment.");
            return body.HasHoles ? No(StatusCodes.Status400BadRequest, "structure", "A list in the body holds nothing at one of its places.") : new(body, null);
        }
        catch (JsonException fault)
        {
            // The path is the program's own text; the rest of the fault names our types.
            var where = fault.Path is { Length: > 1 and < 200 } path ? $" at {path}" : "";
            return No(StatusCodes.Status400BadRequest, "structure", $"The body cannot be taken{where}: it is no JSON, too deep, or an element is missing, doubled, of another kind, or one that this clinic does not keep.");
        }
    }

    private static FhirBody No(int status, string code, string sentence) => new(null, FhirOutcome.Of(status, code, sentence));
}

/// <summary>The elements of an Appointment that the clinic keeps, and those that it passes over without loss.</summary>
/// <param name="ResourceType">Must be Appointment.</param>
/// <param name="Id">Its id, where it has one.</param>
/// <param name="Meta">Passed over.</param>
/// <param name="Text">Passed over: made from the rest.</param>
/// <param name="Language">Passed over.</param>
/// <param name="Identifier">The id of the command, or the id elsewhere.</param>
/// <param name="Status">The state.</param>
/// <param name="CancelationReason">Why it is called off.</param>
/// <param name="ServiceType">The kind of visit.</param>
/// <param name="AppointmentType">As it was written.</param>
/// <param name="ReasonCode">The reason for the visit.</param>
/// <param name="Priority">As it was written.</param>
/// <param name="Start">Begin.</param>
/// <param name="End">End.</param>
/// <param name="MinutesDuration">Length.</param>
/// <param name="Slot">The time as a Slot.</param>
/// <param name="Participant">Patient, doctor, room.</param>
public sealed record AppointmentBody(
    string ResourceType, string? Id = null, JsonElement? Meta = null, JsonElement? Text = null, string? Language = null, IReadOnlyList<IdentifierPart>? Identifier = null, string? Status = null,
    ConceptPart? CancelationReason = null, IReadOnlyList<ConceptPart>? ServiceType = null, ConceptPart? AppointmentType = null, IReadOnlyList<ConceptPart>? ReasonCode = null, int? Priority = null,
    DateTimeOffset? Start = null, DateTimeOffset? End = null, int? MinutesDuration = null, IReadOnlyList<ReferencePart>? Slot = null, IReadOnlyList<ParticipantPart>? Participant = null)
{
    /// <summary>A list with a null in it, which no resource has.</summary>
    internal bool HasHoles => Has(Identifier) || Has(ServiceType) || Has(ReasonCode) || Has(Slot) || Has(Participant)
        || new[] { CancelationReason, AppointmentType }.Concat(ServiceType ?? []).Concat(ReasonCode ?? []).Any(c => Has(c?.Coding));

    private static bool Has<T>(IReadOnlyList<T>? list) => list?.Any(item => item is null) == true;
}

/// <summary>An Identifier.</summary>
/// <param name="System">Of what system.</param>
/// <param name="Value">The id.</param>
/// <param name="Use">Passed over.</param>
public sealed record IdentifierPart(string? System = null, string? Value = null, string? Use = null);

/// <summary>A CodeableConcept.</summary>
/// <param name="Coding">Its codes.</param>
/// <param name="Text">Its words.</param>
public sealed record ConceptPart(IReadOnlyList<CodingPart>? Coding = null, string? Text = null)
{
    /// <summary>What a person reads.</summary>
    internal string? Words => Text ?? Coding?.Select(c => c.Display ?? c.Code).FirstOrDefault(w => w is not null);
}

/// <summary>A Coding.</summary>
/// <param name="System">Of what system.</param>
/// <param name="Version">Passed over.</param>
/// <param name="Code">The code.</param>
/// <param name="Display">Its words.</param>
/// <param name="UserSelected">Passed over.</param>
public sealed record CodingPart(string? System = null, string? Version = null, string? Code = null, string? Display = null, bool? UserSelected = null);

/// <summary>A Reference.</summary>
/// <param name="Reference">To what.</param>
/// <param name="Type">Of what type.</param>
/// <param name="Display">Passed over.</param>
public sealed record ReferencePart(string? Reference = null, string? Type = null, string? Display = null);

/// <summary>Who or what takes part.</summary>
/// <param name="Actor">Who or what.</param>
/// <param name="Type">Passed over.</param>
/// <param name="Required">Passed over.</param>
/// <param name="Status">Passed over: it follows from the state.</param>
public sealed record ParticipantPart(ReferencePart? Actor = null, JsonElement? Type = null, string? Required = null, string? Status = null);
