using System.Security.Claims;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Hosting;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Accounts.Web;

/// <summary>No more windows than may be, of one account and of all together; a line that goes gives its place to the next.</summary>
public sealed class CircuitGateTests
{
    private readonly Guid _lena = Guid.NewGuid();
    private readonly Guid _omar = Guid.NewGuid();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task An_account_has_no_more_lines_than_it_may_and_one_that_goes_gives_its_place()
    {
        var gate = Gate(perAccount: 2, inTotal: 100);
        var (first, second) = (Line.Open(gate, _lena), Line.Open(gate, _lena));

        (await AskAsync(gate, _lena)).Should().Be(429);
        (await Line.Open(gate, _lena).EndAsync()).Should().Be(429);
        (await AskAsync(gate, _omar)).Should().Be(200, "he has places of his own");
        gate.Count.Should().Be(2);

        (await first.EndAsync()).Should().Be(200);
        (await AskAsync(gate, _lena)).Should().Be(200);
        var third = Line.Open(gate, _lena);
        gate.Count.Should().Be(2);
        await second.EndAsync();
        await third.EndAsync();
        gate.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_full_node_takes_nobody_and_says_that_it_passes()
    {
        var gate = Gate(perAccount: 0, inTotal: 1);
        var screen = Line.Open(gate, account: null);
        gate.IsFull.Should().BeTrue();

        (await AskAsync(gate, _lena)).Should().Be(503);
        (await PassAsync(gate, _lena, "POST", "/_blazor", "?id=1")).Should().Be(200, "what was let in goes on");
        (await PassAsync(gate, _lena, "GET", "/dashboard")).Should().Be(200);

        await screen.EndAsync();
        (await AskAsync(gate, _lena)).Should().Be(200);
    }

    [Fact]
    public async Task A_line_that_breaks_with_a_fault_gives_its_place_back()
    {
        var gate = Gate(perAccount: 1, inTotal: 0);

        await ((Func<Task>)(() => gate.InvokeAsync(Request(_lena, "GET", "/_blazor"), _ => throw new InvalidOperationException("broken")))).Should().ThrowAsync<InvalidOperationException>();

        gate.Count.Should().Be(0);
        (await AskAsync(gate, _lena)).Should().Be(200);
    }

    [Theory]
    [InlineData("Limits:CircuitsPerAccount", "-1")]
    [InlineData("Limits:Circuits", "many")]
    [InlineData("Sessions:StaffIdleMinutes", "1")]
    [InlineData("Sessions:PatientIdleMinutes", "721")]
    public void A_setting_that_is_no_number_or_out_of_its_range_is_refused_by_name(string key, string value)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection([new(key, value)]);

        ((Action)(() => CircuitLimits.Add(builder))).Should().Throw<ClinicSettingException>().WithMessage($"*{key}*");
    }

    [Theory]
    [InlineData("true", 0)]
    [InlineData("false", 10)]
    public void The_accounts_of_a_demo_are_everybodys_and_have_no_limit_of_their_own(string demo, int expected)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("Demo:Enabled", demo)]);
        CircuitLimits.Add(builder);

        using var services = builder.Services.BuildServiceProvider();
        services.GetRequiredService<CircuitLimits>().PerAccount.Should().Be(expected);
    }

    [Theory]
    [InlineData("/_blazor/")]
    [InlineData("/_BLAZOR")]
    public async Task However_the_address_is_written_it_is_the_same_line(string path)
    {
        var gate = Gate(perAccount: 1, inTotal: 0);
        var line = Line.Open(gate, _lena);

        (await PassAsync(gate, _lena, "GET", path, "?id=other")).Should().Be(429);
        await line.EndAsync();
    }

    [Fact]
    public async Task A_long_poll_keeps_its_place_until_it_stays_away()
    {
        var gate = Gate(perAccount: 1, inTotal: 0);
        for (var poll = 0; poll < 3; poll++)
        {
            (await PassAsync(gate, _lena, "GET", "/_blazor", "?id=one", isWebSocket: false)).Should().Be(200);
            _clock.Advance(CircuitGate.Rest);
            (await PassAsync(gate, _lena, "GET", "/_blazor", "?id=two", isWebSocket: false)).Should().Be(429);
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        (await PassAsync(gate, _lena, "GET", "/_blazor", "?id=two", isWebSocket: false)).Should().Be(200);
        gate.Count.Should().Be(1);
    }

    [Fact]
    public async Task Screens_without_an_account_cannot_fill_the_node()
    {
        var gate = Gate(perAccount: 1, inTotal: 0);
        var screens = Enumerable.Range(0, CircuitGate.ScreensPerAddress).Select(_ => Line.Open(gate, account: null)).ToList();

        (await Line.Open(gate, account: null).EndAsync()).Should().Be(429);
        (await AskAsync(gate, _lena)).Should().Be(200);
        foreach (var screen in screens) await screen.EndAsync();
        gate.Count.Should().Be(0);
    }

    [Fact]
    public async Task Windows_on_another_node_count_with_those_here_and_a_node_that_died_locks_nobody_out()
    {
        using var clinic = new ClinicDatabase();
        using var node = new NodeBeside(clinic);
        var lena = clinic.Home.Lena.UserId;
        for (var i = 0; i < 2; i++) await node.Get<PresenceService>().ConnectAsync(new LiveConnection($"{i}", lena, Guid.NewGuid(), clinic.Home.Id));
        await node.Get<PresenceService>().SweepAsync();
        var gate = new CircuitGate(new CircuitLimits(PerAccount: 3, InTotal: 0), clinic.Clock, others: clinic.Get<PresenceQueries>());

        (await AskAsync(gate, lena)).Should().Be(200);
        var third = Line.Open(gate, lena);
        clinic.Commands.Forget();
        (await AskAsync(gate, lena)).Should().Be(429);
        clinic.Commands.Sent.Should().ContainSingle("a window costs one read");
        (await PassAsync(gate, lena, "GET", "/_blazor")).Should().Be(429, "a line that was not asked for before is looked at as well");
        (await AskAsync(gate, clinic.Home.Omar.UserId)).Should().Be(200);

        clinic.Clock.Advance(PresenceLease.BelievedFor);
        (await AskAsync(gate, lena)).Should().Be(200);
        await third.EndAsync();
    }

    [Fact]
    public async Task While_the_database_is_away_only_the_windows_here_count()
    {
        using var clinic = new ClinicDatabase();
        clinic.Commands.Before = _ => throw new Microsoft.Data.Sqlite.SqliteException("away", 14);
        var gate = new CircuitGate(new CircuitLimits(PerAccount: 1, InTotal: 0), clinic.Clock, others: clinic.Get<PresenceQueries>());

        (await AskAsync(gate, _lena)).Should().Be(200);
        var line = Line.Open(gate, _lena);
        (await AskAsync(gate, _lena)).Should().Be(429);
        await line.EndAsync();
    }

    private CircuitGate Gate(int perAccount, int inTotal) => new(new CircuitLimits(perAccount, inTotal), _clock);

    private static Task<int> AskAsync(CircuitGate gate, Guid account) => PassAsync(gate, account, "POST", "/_blazor/negotiate", "?negotiateVersion=1");

    private static async Task<int> PassAsync(CircuitGate gate, Guid? account, string method, string path, string query = "", bool isWebSocket = true)
    {
        var request = Request(account, method, path, query, isWebSocket);
        await gate.InvokeAsync(request, _ => Task.CompletedTask);
        return request.Response.StatusCode;
    }

    private static DefaultHttpContext Request(Guid? account, string method, string path, string query = "", bool isWebSocket = true)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider() };
        if (isWebSocket) context.Request.Headers.Upgrade = "websocket";
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        if (account is { } id)
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClinicClaims.Account, $"{id}"), new(ClinicClaims.Organization, $"{Guid.NewGuid()}"), new(ClinicClaims.Role, nameof(Role.Receptionist))], "test"));
        }

        return context;
    }

    private sealed class Line
    {
        private readonly TaskCompletionSource _end = new();
        private readonly HttpContext _request;
        private readonly Task _running;

        private Line(CircuitGate gate, HttpContext request)
        {
            _request = request;
            _running = gate.InvokeAsync(request, _ => _end.Task);
        }

        public static Line Open(CircuitGate gate, Guid? account) => new(gate, Request(account, "GET", "/_blazor", "?id=x"));

        public async Task<int> EndAsync()
        {
            _end.TrySetResult();
            await _running;
            return _request.Response.StatusCode;
        }
    }
}
