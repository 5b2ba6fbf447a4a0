using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>Somebody who can sign in: an ASP.NET Core Identity user with one clinic and one role.</summary>
public sealed partial class Account : IdentityUser<Guid>, IRaisesChanges
{
    private List<RaisedChange>? _raised;

    private Account()
    {
    }

    /// <summary>Makes an account; the password is set by Identity when it is saved. The id is given only by data that is the same on every machine.</summary>
    public Account(Guid organizationId, Role role, string email, string displayName, Actor by, DateTimeOffset at, Guid? id = null)
    {
        Id = id ?? Guid.CreateVersion7();
        OrganizationId = organizationId;
        Role = role;
        Email = email;
        UserName = email;
        EmailConfirmed = true;
        LockoutEnabled = true;
        SecurityStamp = Guid.NewGuid().ToString("N");
        DisplayName = displayName;
        CreatedAt = at;
        Note(ActivityKind.AccountCreated, by.UserId == Guid.Empty ? Id : by.UserId, at, null, role.ToString());
    }

    /// <summary>The clinic; never changes.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>What the account may do.</summary>
    public Role Role { get; private set; }

    /// <summary>How the person is named to colleagues.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>A disabled account cannot sign in, and its open screens end.</summary>
    public bool IsDisabled { get; private set; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Ends the account's access. Its screens, sessions and links end within seconds.</summary>
    public void Disable(Actor by, DateTimeOffset at)
    {
        if (IsDisabled) return;
        IsDisabled = true;
        RenewStamps();
        Note(ActivityKind.AccountDisabled, by.UserId, at, "enabled", "disabled");
    }

    /// <summary>Lets the account sign in again.</summary>
    public void Enable(Actor by, DateTimeOffset at)
    {
        if (!IsDisabled) return;
        IsDisabled = false;
        RenewStamps();
        Note(ActivityKind.AccountEnabled, by.UserId, at, "disabled", "enabled");
    }

    /// <summary>Gives the account another role; its screens end, and the next sign-in has the new rights.</summary>
    public void ChangeRole(Role role, Actor by, DateTimeOffset at)
    {
        if (Role == role) return;
        var before = Role;
        Role = role;
        RenewStamps();
        Note(ActivityKind.AccountRoleChanged, by.UserId, at, before.ToString(), role.ToString());
    }

    /// <inheritdoc/>
    public IReadOnlyList<RaisedChange> TakeRaised()
    {
        if (_raised is null) return [];
        var taken = _raised;
        _raised = null;
        return taken;
    }

    /// <summary>The one ends what is signed in; the other makes Identity refuse a save that began before, which would write all columns back.</summary>
    private void RenewStamps()
    {
        SecurityStamp = Guid.NewGuid().ToString("N");
        ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    private void Note(ActivityKind kind, Guid by, DateTimeOffset at, string? from, string? to) =>
        (_raised ??= []).Add(new RaisedChange(new AccountChanged(OrganizationId, Id, kind), new ActivityEntry
        {
            OrganizationId = OrganizationId,
            ActorId = by,
            Kind = kind,
            Category = ActivityCategory.Account,
            SubjectId = Id,
            From = from,
            To = to,
            At = at,
        }));
}
