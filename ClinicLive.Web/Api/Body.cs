using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace ClinicLive.Web.Api;

/// <summary>What a program may send as the body of a request.</summary>
public interface IRequestBody
{
    /// <summary>Longest body, in bytes.</summary>
    static virtual int MostBytes => 32 * 1024;
}

/// <summary>A body that was read, or the reason why it could not be.</summary>
public interface IBodyRead
{
    /// <summary>Why it could not be read, or null.</summary>
    IResult? Problem { get; }
}

/// <summary>The body of a request, read by the rules of <see cref="ApiJson"/> whatever the host in front of it does.</summary>
/// <typeparam name="T">What it must be.</typeparam>
public sealed class Body<T> : IBodyRead, IEndpointParameterMetadataProvider
    where T : class, IRequestBody
{
    private readonly T? _value;

    private Body(T? value, IResult? problem) => (_value, Problem) = (value, problem);

    /// <inheritdoc/>
    public IResult? Problem { get; }

    /// <summary>The body. An endpoint is not reached by one that could not be read.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The body could not be read; the group's filter answers that.");

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<Body<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        if (!context.Request.HasJsonContentType()) return No(Problems.WrongMediaType);
        if (await BodyBytes.ReadAsync(context.Request, T.MostBytes) is not { } bytes) return No(Problems.TooLarge);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, ApiJson.Options) is { } value ? new(value, null) : No(Problems.Malformed with { Detail = "The body is empty." });
        }
        catch (JsonException fault)
        {
            // The path is the program's own text and what is missing is named in the document; the rest of the fault names our types.
            var where = fault.Path is { Length: > 1 and < 200 } path ? $" at {path}" : "";
            return No(Problems.Malformed with
            {
                Detail = Missing(fault) is { Length: > 0 } missing
                    ? $"The body is not what is asked for{where}: it lacks {missing}."
                    : $"The body is not what is asked for{where}: it is no JSON, too deep, or a field is unknown, doubled or of another kind.",
            });
        }
    }

    /// <summary>Tells the document of the API what the body must be.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new JsonBody(typeof(T)));

    // "JSON deserialization for type 'X' was missing required properties including: 'a', 'b'."
    private static string Missing(JsonException fault)
    {
        const string Before = "missing required properties including: ";
        var at = fault.Message.IndexOf(Before, StringComparison.Ordinal);
        return at < 0 ? "" : string.Join(", ", fault.Message[(at + Before.Length)..].Split('\'').Where((_, i) => i % 2 == 1));
    }

    private static Body<T> No(Problem problem) => new(null, Problems.Of(problem));
}

/// <summary>The bytes of a body.</summary>
internal static class BodyBytes
{
    /// <summary>All of them; null when there are more than that.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most)
    {
        if (request.ContentLength > most) return null;
        var buffer = new byte[most + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        if (length > most) return null; // as a statement: within an expression this null would be an empty body
        return buffer.AsMemory(0, length);
    }
}

/// <summary>Says that an endpoint reads a JSON body. Not the framework's own metadata, which would refuse other types before it is known who asks.</summary>
/// <param name="Type">What the body must be.</param>
public sealed record JsonBody(Type Type);

/// <summary>Says that an endpoint reads one file from a form (multipart/form-data, field "file").</summary>
public sealed record FileBody;
