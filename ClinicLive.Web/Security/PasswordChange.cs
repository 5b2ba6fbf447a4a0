using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Web.Security;

/// <summary>A person gives himself another password: his other sessions end, the one he sits at goes on.</summary>
public sealed class PasswordChange(
    ClinicDbContext db, UserManager<Account> users, AccountSignIn signIn, OpenSessions screens, SignInThrottle throttle, IHttpContextAccessor requests, TimeProvider time)
{
    /// <summary>Changes the password of the signed-in person. Refuses a wrong current one and a weak new one, naming the field.</summary>
    public async Task<Outcome<Guid>> ChangeAsync(string current, string wanted, CancellationToken gone = default)
    {
        var request = requests.HttpContext ?? throw new InvalidOperationException("Changing the password renews the cookie: it needs a request.");
        if (CurrentActor.From(request.User) is not { } actor) return Refusal.Forbidden("Please sign in again.");

        // Somebody at an unlocked screen must not be able to try passwords here that the sign-in page would not let him try.
        var from = request.Connection.RemoteIpAddress;
        if (PasswordCheck.Refuse(await throttle.TakeAsync(from, gone), Refusal.Unavailable) is { } refusal) return refusal;
        try
        {
            var outcome = await ChangeAsync(actor, CurrentActor.SessionOf(request.User), current, wanted, gone);
            if (outcome.Refusal is not { Field: "Current" }) await throttle.GiveBackAsync(from);
            return outcome;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            await throttle.GiveBackAsync(from);
            return Refusal.Unavailable;
        }
    }

    private async Task<Outcome<Guid>> ChangeAsync(Actor actor, Guid session, string current, string wanted, CancellationToken gone)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == actor.UserId, gone);
        if (!await users.CheckPasswordAsync(account, current)) return Refusal.Invalid("Current", "This is not your current password.");
        if (current == wanted) return Refusal.Invalid("New", "This is the password that you have now. Please choose another.");
        foreach (var validator in users.PasswordValidators)
        {
            var answer = await validator.ValidateAsync(users, account, wanted);
            if (!answer.Succeeded) return Refusal.Invalid("New", string.Join(" ", answer.Errors.Select(e => e.Description)));
        }

        // Saved by Identity in one transaction with the new password.
        db.Activity.Add(new ActivityEntry
        {
            OrganizationId = actor.OrganizationId,
            ActorId = actor.UserId,
            Kind = ActivityKind.PasswordChanged,
            Category = ActivityCategory.Account,
            SubjectId = actor.UserId,
            At = time.GetUtcNow(),
        });
        db.PublishAfterSave(new AccountChanged(actor.OrganizationId, actor.UserId, ActivityKind.PasswordChanged));

        var saved = false;
        await screens.RestampAsync(session, async () =>
        {
            saved = (await users.ChangePasswordAsync(account, current, wanted)).Succeeded; // changes the security stamp as well
            return saved ? account.SecurityStamp : null;
        });
        if (!saved) return Refusal.Unavailable; // somebody changed the account in the same moment
        await signIn.GoOnAsync(account);
        return Outcome<Guid>.Done(account.Id);
    }
}
