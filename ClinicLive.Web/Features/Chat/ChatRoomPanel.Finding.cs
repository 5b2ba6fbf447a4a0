using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Chat;

/// <content>Finding what was said in this conversation: the hits newest first, one of them on screen, all of them marked.</content>
public sealed partial class ChatRoomPanel
{
    private IReadOnlyList<ChatHit>? _hits;
    private string _looksFor = "";
    private int _hit;
    private string? _findProblem;
    private bool _isSearching;

    [Inject]
    private ChatSearchQueries Search { get; set; } = default!;

    private void OpenFind()
    {
        if (_hits is null) (_hits, _looksFor, _hit, _isSearching, _findProblem) = ([], "", -1, false, null);
        else CloseFind();
    }

    private void CloseFind()
    {
        (_hits, _looksFor) = (null, "");
        Draw();
    }

    private async Task FindAsync(string typed)
    {
        if (_hits is null) return;
        (_looksFor, _hit, _isSearching, _findProblem) = (typed, -1, true, null);
        try
        {
            var hits = typed.Trim().Length < 2 ? [] : await Search.SearchAsync(Actor, typed, Id, Gone);
            if (_looksFor != typed || _hits is null) return; // something else was typed meanwhile
            (_hits, _isSearching) = (hits, false);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            (_findProblem, _isSearching) = (Refusal.Unavailable.Sentence, false);
        }

        Draw();
        if (_hits is { Count: > 0 }) await ToHitAsync(0);
    }

    private Task ToHitAsync(int hit)
    {
        if (_hits is not { Count: > 0 } hits) return Task.CompletedTask;
        _hit = ((hit % hits.Count) + hits.Count) % hits.Count;
        return ToAsync(hits[_hit].Sequence);
    }

    private void MarkHits()
    {
        if (_hits is not { Count: > 0 } hits) return;
        var found = hits.Select(h => h.Sequence).ToHashSet();
        _bubbles = [.. _bubbles.Select(b => found.Contains(b.Row.Sequence) ? b with { Found = _looksFor } : b)];
    }
}
