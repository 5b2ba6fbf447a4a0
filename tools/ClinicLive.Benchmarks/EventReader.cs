using System.Diagnostics;

namespace ClinicLive.Benchmarks;

/// <summary>A reader of <c>/api/events</c> that tells when a line has come with what is waited for.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;
    private Wait? _wait;

    private EventReader(HttpResponseMessage answer, Stream stream) => (_answer, _lines) = (answer, new StreamReader(stream, bufferSize: 1024));

    /// <summary>Opens it; done when the clinic says that it is ready.</summary>
    public static async Task<EventReader> OpenAsync(HttpClient program, CancellationToken gone)
    {
        var answer = await program.GetAsync("api/events", HttpCompletionOption.ResponseHeadersRead, gone);
        answer.EnsureSuccessStatusCode();
        var reader = new EventReader(answer, await answer.Content.ReadAsStreamAsync(gone));
        var ready = reader.NextAsync("event: ready");
        _ = reader.ReadAsync();
        await ready.WaitAsync(gone);
        return reader;
    }

    /// <summary>The moment (as <see cref="Stopwatch.GetTimestamp"/>) at which the next line with <paramref name="text"/> in it was read.</summary>
    public Task<long> NextAsync(string text)
    {
        var wait = new Wait(text, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Write(ref _wait, wait);
        return wait.Done.Task;
    }

    public void Dispose() => _answer.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            while (await _lines.ReadLineAsync() is { } line)
            {
                if (Volatile.Read(ref _wait) is { } wait && line.Contains(wait.Text, StringComparison.Ordinal)) wait.Done.TrySetResult(Stopwatch.GetTimestamp());
            }

            Volatile.Read(ref _wait)?.Done.TrySetException(new InvalidOperationException("The stream has ended."));
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            Volatile.Read(ref _wait)?.Done.TrySetException(failure);
        }
    }

    private sealed record Wait(string Text, TaskCompletionSource<long> Done);
}
