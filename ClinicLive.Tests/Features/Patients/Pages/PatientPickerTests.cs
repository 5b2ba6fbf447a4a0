using ClinicLive.Domain.Features.Patients;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Patients;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Data.Sqlite;

namespace ClinicLive.Tests.Features.Patients.Pages;

/// <summary>Finding a patient while he is on the telephone, or entering a new one.</summary>
public sealed class PatientPickerTests : PageTest
{
    private readonly List<PatientMatch?> _chosen = [];
    private Screen _screen = null!;
    private IRenderedComponent<PatientPicker> _picker = null!;

    public override Task InitializeAsync()
    {
        _screen = OpenScreen(Home.Lena);
        _picker = _screen.Render<PatientPicker>(p => p.Add(x => x.ChosenChanged, match => _chosen.Add(match)));
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("pau", "Paula Patient")]
    [InlineData("patient quen", "Quentin Patient")]
    [InlineData("030 123 paula", "Paula Patient")]
    [InlineData("1980-02-29 paula", "Paula Patient")]
    public async Task A_part_of_name_phone_or_birth_date_finds_the_patient(string typed, string name)
    {
        await TypeAsync(typed);

        _picker.FindAll("[role=option]").Should().ContainSingle().Which.TextContent.Should().Be($"{name} 29 Feb 1980 · 030 123");
    }

    [Fact]
    public async Task Arrows_and_enter_choose()
    {
        await TypeAsync("patient");
        Active().Should().Be("Paula Patient");

        await KeyAsync("ArrowDown");
        Active().Should().Be("Quentin Patient");
        await KeyAsync("ArrowDown");
        Active().Should().Be("Paula Patient", "the list goes round");
        await KeyAsync("ArrowUp");
        await KeyAsync("Enter");

        _chosen.Should().ContainSingle().Which!.Name.Should().Be("Quentin Patient");

        string Active() => _picker.Find($"#{_picker.Find("#picker").GetAttribute("aria-activedescendant")} bdi").TextContent;
    }

    [Fact]
    public async Task Nobody_found_is_said_and_registering_takes_the_typed_name_over()
    {
        await TypeAsync("Zoë Ångström");
        _picker.TextOf("[role=status]").Should().StartWith("Nobody found.");

        await PressAsync(_picker, "[role=status] button");

        _picker.Find("#new-name").GetAttribute("value").Should().Be("Zoë Ångström");
    }

    [Fact]
    public async Task A_new_patient_is_entered_in_place_and_chosen()
    {
        await OpenNewAsync("Zoë Ångström");
        await ChangeAsync("#new-birth", "1990-01-31");
        await EnterAsync("#new-phone", "+49 30 999");

        await RegisterAsync();

        _chosen.Should().ContainSingle().Which.Should().Match<PatientMatch>(m => m.Name == "Zoë Ångström" && m.BirthDate == new DateOnly(1990, 1, 31) && m.Phone == "+49 30 999");
    }

    [Fact]
    public async Task Enter_registers_and_sends_no_form_around_it()
    {
        _picker.Find("#picker").GetAttribute("form").Should().Be("none");
        await OpenNewAsync("Zoë Ångström");
        _picker.FindAll("fieldset input").Should().OnlyContain(i => i.GetAttribute("form") == "none");
        _picker.FindAll("fieldset label").Select(l => l.TextContent).Should().Equal("Name", "Date of birth (optional)", "Phone (optional)");
        await EnterAsync("#new-phone", "abc");

        await EnterKeyAsync();
        _picker.Find("#new-phone-error").TextContent.Should().Be("Please enter a phone number with at least 3 digits.");
        await EnterAsync("#new-phone", "030 999");
        await EnterKeyAsync();

        _chosen.Should().ContainSingle().Which!.Phone.Should().Be("030 999");

        Task EnterKeyAsync() => _picker.InvokeAsync(() => _picker.Find("#new-phone").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));
    }

    [Fact]
    public async Task Somebody_who_is_known_is_not_registered_again_without_a_word()
    {
        await OpenNewAsync("paula PATIENT");
        await RegisterAsync();
        Known().Should().Be("There is already a patient of this name: Paula Patient, born 29 Feb 1980.");
        _chosen.Should().BeEmpty();

        await ChangeAsync("#new-birth", "1981-02-28");
        Known().Should().BeNull("it was said of somebody of that age or of none");
        await EnterAsync("#new-phone", "030 123");
        await RegisterAsync();
        Known().Should().StartWith("There is already");
        await ClickAsync("Take this one");

        _chosen.Should().ContainSingle().Which!.Id.Should().Be(Home.Patient.PatientId!.Value);
        Clinic.Count("Patients", "\"SearchText\" LIKE '%paula patient%'").Should().Be(2, "there is one in each clinic");
    }

    [Fact]
    public async Task Two_people_of_one_name_are_registered_when_somebody_says_so()
    {
        await OpenNewAsync("Paula Patient");
        await RegisterAsync();
        await ClickAsync("Register all the same");

        _chosen.Should().ContainSingle().Which!.Id.Should().NotBe(Home.Patient.PatientId!.Value);
        Known().Should().BeNull();
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_beside_its_field_and_nothing_typed_is_lost()
    {
        await OpenNewAsync("x");
        await EnterAsync("#new-name", "\u200B");
        await ChangeAsync("#new-birth", "2030-01-01");
        await EnterAsync("#new-phone", "12");

        await RegisterAsync();
        _picker.Find("#new-name-error").TextContent.Should().Be("Please enter the patient's name.");

        await EnterAsync("#new-name", "Anna");
        await RegisterAsync();
        _picker.FindAll("#new-name-error").Should().BeEmpty();
        _picker.Find("#new-birth-error").TextContent.Should().Be("The date of birth lies in the future.");
        _picker.Find("#new-phone").GetAttribute("value").Should().Be("12");
        _chosen.Should().BeEmpty();
    }

    [Fact]
    public async Task A_wrong_choice_is_said_also_while_a_new_patient_is_entered()
    {
        await OpenNewAsync("Anna");

        _picker.Render(p => p.Add(x => x.Error, "Please choose a patient, or register a new one."));

        _picker.Find("#picker-error").TextContent.Should().Be("Please choose a patient, or register a new one.");
        _picker.Find("#new-name").GetAttribute("value").Should().Be("Anna");
    }

    [Fact]
    public async Task Registering_twice_at_once_makes_one_patient()
    {
        await OpenNewAsync("Anna Twice");
        var gate = new TaskCompletionSource();
        Clinic.Commands.Before = sql => sql.Contains("INSERT INTO \"Patients\"", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;

        var presses = new[] { RegisterAsync(), RegisterAsync() };
        gate.SetResult();
        await Task.WhenAll(presses);

        Clinic.Count("Patients", "\"Name\" = 'Anna Twice'").Should().Be(1);
        _screen.Fault.Should().BeNull();
    }

    [Fact]
    public async Task An_answer_to_what_was_typed_before_does_not_replace_the_newer_one()
    {
        var (slow, isHeld) = (new TaskCompletionSource(), new TaskCompletionSource());
        Clinic.Commands.Before = _ =>
        {
            isHeld.TrySetResult();
            return slow.Task;
        };
        var first = TypeAsync("quentin");
        await isHeld.Task;
        Clinic.Commands.Before = null;
        await TypeAsync("paula");

        slow.SetResult();
        await first;

        _picker.FindAll("[role=option] bdi").Select(m => m.TextContent).Should().Equal("Paula Patient");
    }

    [Fact]
    public async Task A_search_that_cannot_be_read_says_so_and_the_typed_text_stays()
    {
        Clinic.Commands.Before = _ => throw new SqliteException("busy", 5);

        await TypeAsync("paula");

        _screen.Fault.Should().BeNull();
        _picker.TextOf("[role=status]").Should().StartWith("The search does not answer just now.");
        _picker.Find("#picker").GetAttribute("value").Should().Be("paula");

        Clinic.Commands.Before = null;
        await TypeAsync("paula ");
        _picker.FindAll("[role=option]").Should().ContainSingle();
        _picker.TextOf("[role=status]").Should().Be("Register a new patient");
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("' OR 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Signs_of_the_database_are_letters_like_others(string typed)
    {
        await TypeAsync(typed);

        _picker.FindAll("[role=option]").Should().BeEmpty();
        _picker.FindAll("script").Should().BeEmpty();
    }

    private Task TypeAsync(string typed) => _picker.InvokeAsync(() => _picker.Find("#picker").InputAsync(typed));

    private Task KeyAsync(string key) => _picker.InvokeAsync(() => _picker.Find("#picker").KeyDownAsync(new KeyboardEventArgs { Key = key }));

    private Task ChangeAsync(string field, string value) => _picker.InvokeAsync(() => _picker.Find(field).ChangeAsync(value));

    private Task EnterAsync(string field, string value) => _picker.InvokeAsync(() => _picker.Find(field).InputAsync(value));

    private Task RegisterAsync() => PressAsync(_picker, "fieldset .btn.p");

    private string? Known() => _picker.FindAll("fieldset [role=alert]").SingleOrDefault()?.TextContent;

    private Task ClickAsync(string words) => _picker.InvokeAsync(() => _picker.FindAll("button").Single(b => b.TextContent == words).ClickAsync());

    private async Task OpenNewAsync(string name)
    {
        await TypeAsync(name);
        await PressAsync(_picker, "[role=status] button");
    }
}
