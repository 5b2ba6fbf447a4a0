using System.Text;
using System.Text.Json;

namespace ClinicLive.Web.Api.Events;

/// <summary>Writes server-sent events (WHATWG HTML, 9.2). A text in the data cannot end its line: JSON escapes line breaks.</summary>
internal sealed class EventWriter(HttpResponse response, CancellationToken gone)
{
    private static readonly byte[] Beat = ": \n\n"u8.ToArray();

    public async Task BeginAsync()
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers["X-Accel-Buffering"] = "no"; // proxies that would wait for the end of it
        await response.Body.WriteAsync("retry: 2000\n\n"u8.ToArray(), gone);
        await response.Body.FlushAsync(gone);
    }

    public async Task WriteAsync<T>(string name, T data, string? id = null)
    {
        var text = new StringBuilder();
        if (id is not null) text.Append("id: ").Append(id).Append('\n');
        text.Append("event: ").Append(name).Append("\ndata: ").Append(JsonSerializer.Serialize(data, ApiJson.Options)).Append("\n\n");
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), gone);
    }

    public Task BeatAsync() => response.Body.WriteAsync(Beat, gone).AsTask();

    public Task FlushAsync() => response.Body.FlushAsync(gone);
}
