using System.Reflection;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Api;

/// <summary>Who asks, from the session and from nothing that was sent.</summary>
/// <param name="Actor">The person.</param>
/// <param name="SessionId">The sign-in.</param>
public sealed record Caller(Actor Actor, Guid SessionId)
{
    /// <summary>Called by the framework, after the request was found to be somebody's.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var actor = CurrentActor.From(context.User) ?? throw new SignedOutException();
        return ValueTask.FromResult(new Caller(actor, CurrentActor.SessionOf(context.User)));
    }
}
