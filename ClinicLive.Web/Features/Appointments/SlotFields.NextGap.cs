using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Web.Features.Appointments;

/// <content>A walk-in's time.</content>
public sealed partial class SlotFields
{
    /// <summary>The first gap of today for somebody who is here: of the doctors who work now, then of the others.</summary>
    private async Task TakeNextGapAsync()
    {
        var (today, now) = (Today, Time.GetUtcNow());
        var found = await FreeTimes.FindAsync(Actor, Search(today, today), Gone);
        (_slots, _search) = ([], found.Refusal);
        if (found.Refusal is not null)
        {
            Choice.Slot = null;
            return;
        }

        var day = await Appointments.DayAsync(Actor, today, Gone);
        var working = found.Slots.Select(s => s.PractitionerId).ToHashSet();
        Choice.Slot = Offering.Where(d => Choice.PractitionerId is null || d.Id == Choice.PractitionerId)
            .Select(d => new FreeSlot(d.Id, d.DisplayName, FreeGap.First(day, d.Id, now, TimeSpan.FromMinutes(Choice.Minutes)), Choice.Minutes))
            .Where(gap => _policy.DayOf(gap.Start) == today)
            .OrderBy(gap => !working.Contains(gap.PractitionerId)).ThenBy(gap => gap.Start).FirstOrDefault();
    }
}
