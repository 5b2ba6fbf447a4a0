using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ClinicLive.Web.Features.Patients;

/// <summary>Finds a patient as somebody types, or registers a new one in place.</summary>
public sealed partial class PatientPicker
{
    private IReadOnlyList<PatientMatch> _matches = [];
    private int _active;
    private int _search;
    private bool _isSilent;

    /// <summary>The patient chosen so far.</summary>
    [Parameter]
    public PatientMatch? Chosen { get; set; }

    /// <summary>Told when another is chosen.</summary>
    [Parameter]
    public EventCallback<PatientMatch?> ChosenChanged { get; set; }

    /// <summary>What is typed so far; changed in place.</summary>
    [Parameter]
    public PatientDraft Draft { get; set; } = new();

    /// <summary>Told after every change of the draft.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>What is wrong with the choice.</summary>
    [Parameter]
    public string? Error { get; set; }

    [Inject]
    private PatientQueries Patients { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    private string Found => (_isSilent, _matches.Count) switch
    {
        (true, _) => "The search does not answer just now. Type on to try again.",
        (_, 0) => "Nobody found.",
        _ => "",
    };

    private static string Details(PatientMatch match) =>
        string.Join(" · ", new[] { match.BirthDate?.ToString("d MMM yyyy", CultureInfo.InvariantCulture), match.Phone }.Where(part => part is not null));

    private async Task SearchAsync(string? value)
    {
        var typed = value ?? "";
        Draft.Typed = typed.Length > 200 ? typed[..200] : typed;
        var search = ++_search;
        try
        {
            var matches = await Patients.SearchAsync(await Me.GetAsync(), Draft.Typed);
            if (search != _search) return; // an answer to what was typed before
            (_matches, _active, _isSilent) = (matches, 0, false);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            if (search == _search) (_matches, _isSilent) = ([], true);
        }

        await Changed.InvokeAsync();
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (_matches.Count == 0) return;
        if (e.Key == "ArrowDown") _active = (_active + 1) % _matches.Count;
        else if (e.Key == "ArrowUp") _active = (_active + _matches.Count - 1) % _matches.Count;
        else if (e.Key == "Enter") await ChooseAsync(_matches[_active]);
    }

    private Task EnterNew()
    {
        Draft.IsNew = true;
        if (Draft.Name.Length == 0) Draft.Name = Draft.Typed;
        return Changed.InvokeAsync();
    }

    private Task SearchInstead()
    {
        Draft.IsNew = false;
        return Changed.InvokeAsync();
    }

    private Task ChooseAsync(PatientMatch? match)
    {
        (Draft.IsNew, _matches) = (false, []);
        if (match is not null) (Draft.Name, Draft.BirthDate, Draft.Phone) = ("", null, null); // whoever is entered next is somebody else
        return ChosenChanged.InvokeAsync(match);
    }
}
