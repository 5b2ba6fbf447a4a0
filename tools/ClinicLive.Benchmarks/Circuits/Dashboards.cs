using System.Net.Http.Json;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>Open dashboards of one receptionist, and the program of a colleague who changes what they show.</summary>
internal sealed class Dashboards(RunningClinic clinic) : IAsyncDisposable
{
    private const string Reception = "reception@demo.example";
    private const int AtOnce = 16;
    private HttpClient? _desk;

    /// <summary>The open windows.</summary>
    public List<BlazorCircuit> Windows { get; } = [];

    /// <summary>The appointment that is changed, as it stands.</summary>
    public Appointment Card { get; private set; } = null!;

    /// <summary>Opens so many more.</summary>
    public async Task OpenAsync(int count, CancellationToken gone)
    {
        if (_desk is null)
        {
            await clinic.SignInAsync(Reception);
            await SignInAgainAsync();
            Card = (await _desk!.GetFromJsonAsync<List<Appointment>>("api/appointments", gone))!.First(a => a.Status == "Booked");
        }

        using var turn = new SemaphoreSlim(AtOnce);
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            await turn.WaitAsync(gone);
            try
            {
                var window = new BlazorCircuit(clinic.Address, clinic.Http, clinic.Cookies);
                lock (Windows) Windows.Add(window);
                await window.OpenAsync("dashboard", $"{Card.Id}", gone);
            }
            finally
            {
                turn.Release();
            }
        }));
    }

    /// <summary>A check-in or its undo, in turn: the card moves between two lanes.</summary>
    public async Task ChangeAsync(CancellationToken gone)
    {
        using var answer = Card.Status == "Booked"
            ? await _desk!.PostAsJsonAsync($"api/appointments/{Card.Id}/status", new { to = "Arrived", expectedFrom = "Booked", version = Card.Version, commandId = Guid.CreateVersion7() }, gone)
            : await _desk!.PostAsJsonAsync($"api/appointments/{Card.Id}/undo", new { expectedFrom = "Arrived", version = Card.Version, commandId = Guid.CreateVersion7() }, gone);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(gone));
        Card = (await answer.Content.ReadFromJsonAsync<Appointment>(gone))!;
    }

    /// <summary>An access token is short: whoever changes for hours signs in again.</summary>
    public async Task SignInAgainAsync()
    {
        _desk?.Dispose();
        _desk = await clinic.AsProgramAsync(Reception);
    }

    public async ValueTask DisposeAsync()
    {
        _desk?.Dispose();
        foreach (var window in Windows) await window.DisposeAsync();
    }

    /// <summary>What is needed of an appointment.</summary>
    internal sealed record Appointment(Guid Id, string Status, int Version);
}
