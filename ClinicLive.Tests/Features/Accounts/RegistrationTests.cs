using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Accounts;

/// <summary>A patient registers himself: account and record together, or a refusal that names the field.</summary>
public sealed class RegistrationTests : IDisposable
{
    private const string GoodPassword = "seven purple bicycles";

    private readonly MeetingHasher _meeting = new();
    private readonly ClinicDatabase _clinic;

    public RegistrationTests() => _clinic = new ClinicDatabase(services => services
        .AddSingleton<IPasswordHasher<Account>>(_meeting)
        .AddLogging()
        .AddIdentityCore<Account>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.Password.RequiredLength = 12;
            options.Password.RequireDigit = options.Password.RequireUppercase = options.Password.RequireLowercase = options.Password.RequireNonAlphanumeric = false;
        })
        .AddPasswordValidator<CommonPasswordValidator>()
        .AddEntityFrameworkStores<ClinicDbContext>());

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task Account_and_record_are_made_together_and_the_password_works()
    {
        var made = await RegisterAsync();

        made.Changed.Should().BeTrue();
        var actor = await _clinic.Get<AccountQueries>().ActorAsync(made.Value!.Id);
        actor.Should().BeEquivalentTo(new { OrganizationId = Home.Id, Role = Role.Patient, DisplayName = "Rosa Neu" });
        actor!.PatientId.Should().NotBeNull();
        (await _clinic.Get<PatientQueries>().SearchAsync(Home.Lena, "rosa neu")).Should().ContainSingle().Which.Id.Should().Be(actor.PatientId!.Value);
        using var scope = _clinic.Scope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var found = await users.FindByEmailAsync("ROSA@example.test");
        (await users.CheckPasswordAsync(found!, GoodPassword)).Should().BeTrue();
        (await users.CheckPasswordAsync(found!, GoodPassword + "!")).Should().BeFalse();
        _clinic.Bus.Published.Should().HaveCount(2).And.ContainItemsAssignableTo<Domain.Live.IClinicEvent>();
        _clinic.Bus.Published.OfType<AccountChanged>().Should().ContainSingle();
        _clinic.Bus.Published.OfType<PatientRegistered>().Should().ContainSingle();
    }

    [Theory]
    [InlineData("Name", "", "rosa@example.test", GoodPassword, "1980-01-01")]
    [InlineData("Name", " \t\u200B", "rosa@example.test", GoodPassword, "1980-01-01")]
    [InlineData("BirthDate", "Rosa", "rosa@example.test", GoodPassword, "2026-06-18")]
    [InlineData("BirthDate", "Rosa", "rosa@example.test", GoodPassword, "1896-06-16")]
    [InlineData("Email", "Rosa", "", GoodPassword, "1980-01-01")]
    [InlineData("Email", "Rosa", "no address", GoodPassword, "1980-01-01")]
    [InlineData("Email", "Rosa", "two@@example.test", GoodPassword, "1980-01-01")]
    [InlineData("Password", "Rosa", "rosa@example.test", "", "1980-01-01")]
    [InlineData("Password", "Rosa", "rosa@example.test", "tooshort123", "1980-01-01")]
    [InlineData("Password", "Rosa", "rosa@example.test", "password1234", "1980-01-01")]
    public async Task A_refusal_names_the_field_and_leaves_nothing_behind(string field, string name, string email, string password, string born)
    {
        var (accounts, patients) = (_clinic.Count("Accounts"), _clinic.Count("Patients"));

        var refused = await RegisterAsync(name, email, password, DateOnly.ParseExact(born, "yyyy-MM-dd"));

        refused.Refusal.Should().Match<Refusal>(r => r.Kind == RefusalKind.Invalid && r.Field == field && r.Sentence.Length > 10);
        (_clinic.Count("Accounts"), _clinic.Count("Patients"), _clinic.Count("ActivityLog")).Should().Be((accounts, patients, 0));
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Fact]
    public async Task An_unknown_clinic_and_a_long_phone_number_are_refused()
    {
        (await RegisterAsync(clinic: Guid.NewGuid())).Refusal!.Field.Should().Be("Clinic");
        (await RegisterAsync(phone: new string('0', Patient.PhoneLimit + 1))).Refusal!.Field.Should().Be("Phone");
    }

    [Fact]
    public async Task An_address_has_one_account_whatever_its_letters_case()
    {
        (await RegisterAsync()).Succeeded.Should().BeTrue();

        var again = await RegisterAsync(email: " Rosa@Example.TEST ");

        again.Refusal.Should().Match<Refusal>(r => r.Field == "Email" && r.Sentence.Contains("already"));
        _clinic.Count("Accounts", "\"NormalizedEmail\" = 'ROSA@EXAMPLE.TEST'").Should().Be(1);
    }

    [Fact]
    public async Task Of_two_registrations_of_one_address_at_once_one_wins_and_the_other_is_told()
    {
        _meeting.Participants = 2; // both have found the address free before either is saved

        var all = await Task.WhenAll(Task.Run(() => RegisterAsync()), Task.Run(() => RegisterAsync()));

        all.Should().ContainSingle(o => o.Succeeded);
        all.Should().ContainSingle(o => !o.Succeeded).Which.Refusal.Should().Match<Refusal>(r => r.Field == "Email" && r.Sentence.Contains("already"));
        _clinic.Count("Patients", "\"Name\" = 'Rosa Neu'").Should().Be(1);
    }

    [Theory]
    [InlineData("password1234")]
    [InlineData("Passwort!!!!")]
    [InlineData("aaaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("abcabcabcabcabc")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiopas")]
    [InlineData("zyxwvutsrqpon")]
    [InlineData("adminadmin12")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("Rosa Neu 123")]
    [InlineData("rosaneustadt")]
    public async Task Passwords_that_attackers_try_first_are_refused(string password)
    {
        password.Length.Should().BeGreaterThanOrEqualTo(12);

        (await RegisterAsync(email: "rosaneust@example.test", password: password)).Refusal.Should().Match<Refusal>(r => r.Field == "Password");
    }

    [Theory]
    [InlineData("seven purple bicycles")]
    [InlineData("my doctor likes 4 green teas")]
    [InlineData("Rosa Neu went to the sea in spring")]
    [InlineData("пароль из кухни бабушки")]
    public async Task Passwords_that_nobody_guesses_are_taken(string password)
    {
        (await RegisterAsync(password: password)).Succeeded.Should().BeTrue();
    }

    public void Dispose()
    {
        _clinic.Dispose();
        _meeting.Dispose();
    }

    private async Task<Outcome<Account>> RegisterAsync(
        string name = "Rosa Neu", string email = "rosa@example.test", string password = GoodPassword, DateOnly? born = null, string? phone = null, Guid? clinic = null)
    {
        using var scope = _clinic.Scope();
        return await scope.ServiceProvider.GetRequiredService<PatientRegistration>()
            .RegisterAsync(clinic ?? Home.Id, name, email, born ?? new DateOnly(1980, 1, 1), phone, password);
    }

    /// <summary>The real hasher, at which people who come at once wait for each other.</summary>
    private sealed class MeetingHasher : PasswordHasher<Account>, IDisposable
    {
        private readonly Barrier _barrier = new(1);

        public int Participants { set => _barrier.AddParticipants(value - 1); }

        public void Dispose() => _barrier.Dispose();

        public override string HashPassword(Account user, string password)
        {
            _barrier.SignalAndWait(TimeSpan.FromSeconds(10)).Should().BeTrue();
            return base.HashPassword(user, password);
        }
    }
}
