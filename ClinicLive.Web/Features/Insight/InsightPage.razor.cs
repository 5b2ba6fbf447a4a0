using System.Globalization;
using ClinicLive.Domain.Features.Insight;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Insight;

/// <summary>What happened over days: waits, no-shows, load, use of time. The range stands in the address, so that it can be kept and sent.</summary>
public sealed partial class InsightPage
{
    private static readonly (string Words, int Days)[] Quick = [("4 weeks", 28), ("3 months", 91), ("A year", 365)];

    private string _from = "";
    private string _to = "";
    private string _doctor = "";
    private Refusal? _refusal;
    private InsightReport? _report;
    private string _asOf = "";
    private IReadOnlyList<PractitionerRow> _doctors = [];

    /// <summary>First day as the address has it.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? FromText { get; set; }

    /// <summary>Last day as the address has it.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? ToText { get; set; }

    /// <summary>The doctor as the address has him.</summary>
    [SupplyParameterFromQuery(Name = "doctor")]
    public string? DoctorText { get; set; }

    [Inject]
    private InsightQueries Insight { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Clinic(Actor.OrganizationId)]; // a report is asked for; it does not move under the eye

    /// <inheritdoc/>
    protected override Task PrepareAsync()
    {
        (_from, _to, _doctor) = (FromText ?? "", ToText ?? "", DoctorText ?? "");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _doctors = (await Practitioners.ListAsync(Actor, Gone)).Rows;
        var (range, refusal) = InsightRange.Parse(_from, _to, _doctor, policy.DayOf(Time.GetUtcNow()));
        _refusal = refusal;
        if (range is not null)
        {
            (_from, _to) = (Text(range.From), Text(range.To));
            var report = await Insight.ReadAsync(Actor, range, Gone);
            if ((Text(range.From), Text(range.To), range.PractitionerId) == (_from, _to, Guid.TryParse(_doctor, out var doctor) ? doctor : (Guid?)null)) // else others were chosen meanwhile
            {
                (_report, _asOf) = (report, policy.ToLocal(Time.GetUtcNow()).ToString("H:mm", CultureInfo.InvariantCulture));
            }
        }

        if (because is not null) StateHasChanged();
    }

    private async Task ChooseAsync(string? from = null, string? to = null, string? doctor = null)
    {
        (_from, _to, _doctor) = (from ?? _from, to ?? _to, doctor ?? _doctor);
        await ReadAgainAsync();
        if (_refusal is null && _report is { } report) Navigation.NavigateTo($"admin/insight?{report.Range.Query()}", replace: true);
    }

    private async Task LastDaysAsync(int days)
    {
        var today = (await Organizations.PolicyAsync(Actor.OrganizationId, Gone)).DayOf(Time.GetUtcNow());
        await ChooseAsync(Text(today.AddDays(1 - days)), Text(today));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";
}
