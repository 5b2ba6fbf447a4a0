using ClinicLive.Domain.Features.Webhooks;

namespace ClinicLive.Web.Features.Webhooks;

/// <summary>What is typed about a webhook.</summary>
public sealed class WebhookForm
{
    /// <summary>What it is called.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where requests go to.</summary>
    public string Address { get; set; } = "";

    /// <summary>What it is told of.</summary>
    public WebhookEvents Events { get; set; } = WebhookEvents.Appointment;

    /// <summary>Nothing is sent for now.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The version that was on the screen when the form was opened.</summary>
    public int Version { get; init; }

    /// <summary>The command that adding it is: pressing twice adds one.</summary>
    public Guid CommandId { get; } = Guid.CreateVersion7();

    internal WebhookWish Wish => new(Name, Address, Events, IsPaused);

    internal static WebhookForm Of(WebhookRow row) => new() { Name = row.Name, Address = row.Address, Events = row.Events, IsPaused = row.IsPaused, Version = row.Version };
}
