using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace ClinicLive.Web.Api;

/// <summary>
/// An answer with a tag of its content: a program that shows the tag of what it has (If-None-Match, RFC 9110 13.1.2) gets 304 while nothing has
/// changed. It stays "no-store": the program keeps what it needs, shared caches and browsers keep nothing.
/// </summary>
/// <param name="value">What is answered.</param>
/// <typeparam name="T">Its type.</typeparam>
public sealed class Tagged<T>(T value) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"", isWeak: true);
        var response = httpContext.Response;
        response.Headers.ETag = tag.ToString();
        var known = httpContext.Request.GetTypedHeaders().IfNoneMatch;
        if (known.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}

/// <summary>Answers of the API, all by the rules of <see cref="ApiJson"/>.</summary>
public static class Answers
{
    /// <summary>What was asked for, with its tag.</summary>
    public static Tagged<T> Tagged<T>(T value) => new(value);

    /// <summary>What was done, as it is now.</summary>
    public static IResult Done<T>(T value) => TypedResults.Json(value, ApiJson.Options);

    /// <summary>What was made, and where it is.</summary>
    public static IResult Made<T>(T value, string? address = null) => new Created<T>(value, address);

    private sealed class Created<T>(T value, string? address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (address is not null) httpContext.Response.Headers.Location = address;
            return TypedResults.Json(value, ApiJson.Options, statusCode: StatusCodes.Status201Created).ExecuteAsync(httpContext);
        }
    }
}
