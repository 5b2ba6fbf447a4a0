using System.Reflection;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Accounts;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Chat;
using ClinicLive.Web.Features.Notifications;
using ClinicLive.Web.Features.Displays;
using ClinicLive.Web.Features.Patients;
using ClinicLive.Web.Features.Programs;
using ClinicLive.Web.Features.WaitingList;
using ClinicLive.Web.Live;
using ClinicLive.Web.Security;
using ClinicLive.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.House;

/// <summary>What the room of screens may touch, read from the compiled assembly and from its sources.</summary>
public sealed class WebRoomTests
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Pages that need nobody to be signed in. A new one is a decision, so it is written here.</summary>
    private static readonly string[] OpenToAll =
        [nameof(LoginPage), nameof(LoginCodePage), nameof(RegisterPage), nameof(LogoutPage), nameof(DeniedPage), nameof(ErrorPage), nameof(NotFoundPage), nameof(DisplayPage), nameof(ProgramsPage)];

    /// <summary>Parts of a screen that ask the core themselves: dialogs and pickers, which live for one piece of work.</summary>
    private static readonly Type[] Working =
    [
        typeof(BookDialog), typeof(RescheduleDialog), typeof(PatientPicker), typeof(NewPatientFields), typeof(NewChatDialog), typeof(GroupDialog), typeof(HandOverDialog), typeof(QuickReplyPicker), typeof(QuickReplyDialog),
        typeof(PriorityDialog), typeof(OtherDoctorDialog), typeof(QueueMenu), typeof(AnnounceDialog), typeof(SeriesDialog), typeof(WaitingDialog), typeof(RoomDialog), typeof(LateDialog),
    ];

    private static readonly Assembly Web = typeof(App).Assembly;

    private static IEnumerable<Type> Components => Web.GetTypes().Where(t => t.IsAssignableTo(typeof(IComponent)) && !t.IsAbstract);

    private static IEnumerable<Type> Pages => Components.Where(t => t.GetCustomAttributes<RouteAttribute>().Any());

    private static bool IsStatic(Type page) => page.GetCustomAttribute<ExcludeFromInteractiveRoutingAttribute>() is not null;

    [Fact]
    public void No_component_touches_the_database_or_the_bus()
    {
        var touching = Components.SelectMany(Injected)
            .Where(p => p.Type.IsAssignableTo(typeof(DbContext)) || p.Type.IsAssignableTo(typeof(IEventBus)) || p.Type.Namespace == typeof(ClinicDbContext).Namespace
                || (p.Type.IsGenericType && p.Type.GetGenericTypeDefinition() == typeof(IDbContextFactory<>)))
            .Where(p => p.Owner != typeof(LiveComponentBase));

        touching.Should().BeEmpty();
        Injected(typeof(FlowBoardPage)).Should().NotBeEmpty("else this test sees nothing");
        typeof(LiveComponentBase).GetProperties(Own).Should().Contain(p => p.PropertyType == typeof(IEventBus));
    }

    [Fact]
    public void Only_static_account_pages_and_the_frame_know_the_request()
    {
        var knowing = Components
            .Where(t => t.GetProperties(Own).Select(p => p.PropertyType).Concat(t.GetFields(Own).Select(f => f.FieldType))
                .Any(type => type == typeof(HttpContext) || type == typeof(IHttpContextAccessor)))
            .Where(t => t != typeof(App));

        knowing.Where(t => !IsStatic(t)).Should().BeEmpty();
    }

    [Fact]
    public void A_part_of_a_screen_is_given_what_it_shows()
    {
        var asking = Components
            .Where(t => !Pages.Contains(t) && !t.IsSubclassOf(typeof(LiveComponentBase)) && !Working.Contains(t))
            .SelectMany(Injected)
            .Where(p => p.Type.Assembly == typeof(ClinicDbContext).Assembly);

        asking.Should().BeEmpty();
        Working.Should().OnlyContain(t => Injected(t).Any(p => p.Type.Assembly == typeof(ClinicDbContext).Assembly), "else it need not be listed");
    }

    [Fact]
    public void Every_page_says_who_may_open_it()
    {
        foreach (var page in Pages)
        {
            var (asks, opens) = (page.GetCustomAttribute<AuthorizeAttribute>() is not null, page.GetCustomAttribute<AllowAnonymousAttribute>() is not null);
            (asks ^ opens).Should().BeTrue($"{page.Name} needs [Authorize] or [AllowAnonymous], and not both");
        }

        Pages.Where(p => p.GetCustomAttribute<AllowAnonymousAttribute>() is not null).Select(p => p.Name).Should().BeEquivalentTo(OpenToAll);
    }

    [Fact]
    public void Every_page_that_shows_the_clinic_names_the_roles_it_is_for()
    {
        var forEverybody = Pages.Where(p => p.GetCustomAttribute<AuthorizeAttribute>() is { Roles: null, Policy: null }).Select(p => p.Name);

        forEverybody.Should().BeEquivalentTo(nameof(ManagePage), nameof(PasswordPage), nameof(SecondFactorPage), nameof(WindowsPage));
    }

    [Fact]
    public void Account_pages_set_cookies_so_they_are_static_and_the_rest_is_live()
    {
        foreach (var page in Pages)
        {
            var isAccount = page.GetCustomAttributes<RouteAttribute>().Any(r => r.Template.StartsWith("/account/", StringComparison.Ordinal) || r.Template is "/error" or "/programs");
            IsStatic(page).Should().Be(isAccount, page.Name);
            foreach (var route in page.GetCustomAttributes<RouteAttribute>()) LocalUrl.IsLive(route.Template).Should().Be(!isAccount, route.Template);
        }
    }

    [Fact]
    public void Live_regions_are_sealed_so_that_none_changes_how_another_listens() =>
        LiveRegions.All.Should().OnlyContain(t => t.IsSealed || !Web.GetTypes().Any(other => other.IsSubclassOf(t)));

    [Fact]
    public void Text_is_never_markup()
    {
        Sources("*.razor").Concat(Sources("*.cs")).Where(f => f.Text.Contains(nameof(MarkupString), StringComparison.Ordinal)).Select(f => f.Name).Should().BeEmpty();
        Components.SelectMany(t => t.GetProperties(Own).Select(p => p.PropertyType).Concat(t.GetFields(Own).Select(f => f.FieldType)))
            .Should().NotContain(typeof(MarkupString));
        Sources("*.razor").Concat(Sources("*.cs")).Where(f => f.Text.Contains("AddMarkupContent", StringComparison.Ordinal)).Select(f => f.Name)
            .Should().ContainSingle("a card's face is made and encoded in one place").Which.Should().EndWith("CardBlock.cs");
    }

    [Fact]
    public void Files_stay_small_enough_to_be_read()
    {
        var markup = Sources("*.razor").Select(f => (f.Name, Lines: MarkupLines(f.Text)));
        markup.Where(f => f.Lines > 80).Should().BeEmpty("a page of more than 80 lines of markup is two");
        Sources("*.cs").Select(f => (f.Name, Lines: f.Text.Count(c => c == '\n'))).Where(f => f.Lines > 300).Should().BeEmpty();
    }

    private static IEnumerable<(Type Owner, Type Type)> Injected(Type component)
    {
        for (var type = component; type is not null && type != typeof(ComponentBase) && type != typeof(object); type = type.BaseType)
        {
            foreach (var property in type.GetProperties(Own).Where(p => p.GetCustomAttribute<InjectAttribute>() is not null)) yield return (type, property.PropertyType);
            foreach (var parameter in type.GetConstructors(Own).SelectMany(c => c.GetParameters())) yield return (type, parameter.ParameterType);
        }
    }

    private static int MarkupLines(string razor)
    {
        var code = razor.IndexOf("\n@code", StringComparison.Ordinal);
        return (code < 0 ? razor : razor[..code]).Count(c => c == '\n');
    }

    private static List<(string Name, string Text)> Sources(string pattern)
    {
        var web = Path.Combine(RepositoryFolder.Root, "ClinicLive.Web");
        var separator = Path.DirectorySeparatorChar;
        var files = Directory.EnumerateFiles(web, pattern, SearchOption.AllDirectories)
            .Select(f => (Name: Path.GetRelativePath(web, f), Path: f))
            .Where(f => !f.Name.StartsWith($"obj{separator}", StringComparison.Ordinal) && !f.Name.StartsWith($"bin{separator}", StringComparison.Ordinal))
            .Select(f => (f.Name, Text: File.ReadAllText(f.Path))).ToList();
        files.Should().NotBeEmpty();
        return files;
    }
}
