using System.Reflection;
using System.Text;
using ClinicLive.Web.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>The parameters of a search as a form, for what must not stand in an address and in no log of addresses (HL7 FHIR R4, http.html#search).</summary>
public sealed class FhirForm : IBodyRead
{
    private const int MostBytes = 64 * 1024;
    private const int MostParameters = 200;

    private FhirForm(IReadOnlyList<(string Name, string Value)> value, IResult? problem) => (Value, Problem) = (value, problem);

    /// <inheritdoc/>
    public IResult? Problem { get; }

    /// <summary>The parameters in the order in which they were sent.</summary>
    public IReadOnlyList<(string Name, string Value)> Value { get; }

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<FhirForm> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var type = context.Request.GetTypedHeaders().ContentType?.MediaType;
        if (context.Request.ContentLength == 0) return new([], null);
        if (type?.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            return No(StatusCodes.Status415UnsupportedMediaType, "not-supported", "The body of a search must be application/x-www-form-urlencoded.");
        }

        if (await BodyBytes.ReadAsync(context.Request, MostBytes) is not { } bytes) return No(StatusCodes.Status413PayloadTooLarge, "too-long", "The body is larger than anything that is asked for here.");
        using var reader = new FormReader(Encoding.UTF8.GetString(bytes.Span)) { ValueCountLimit = MostParameters };
        try
        {
            var form = await reader.ReadFormAsync(context.RequestAborted);
            return new([.. form.SelectMany(f => f.Value.Select(v => (f.Key, v ?? "")))], null);
        }
        catch (InvalidDataException)
        {
            return No(StatusCodes.Status400BadRequest, "structure", "The body is no form, or names more parameters than anything that is asked for here.");
        }
    }

    private static FhirForm No(int status, string code, string sentence) => new([], FhirOutcome.Of(status, code, sentence));
}
