using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;

namespace ClinicLive.Web.Api.Events;

/// <summary>What a stream reads from: the doorbell, the logs, and the same queries as the pages.</summary>
public sealed record EventSources(
    IEventBus Bus,
    LogQueries Log,
    OrganizationQueries Organizations,
    AppointmentQueries Appointments,
    PractitionerQueries Practitioners,
    ChatQueries Chats,
    NotificationQueries Notifications,
    TimeProvider Time);
