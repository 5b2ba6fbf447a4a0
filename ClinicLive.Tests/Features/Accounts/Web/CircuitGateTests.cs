using System.Security.Claims;
using ClinicLive.Domain.Shared;
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

    [Fact]
    public async Task An_account_has_no_more_lines_than_it_may_and_one_that_goes_gives_its_place()
    {
        var gate = new CircuitGate(new CircuitLimits(PerAccount: 2, InTotal: 100));
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
        var gate = new CircuitGate(new CircuitLimits(PerAccount: 0, InTotal: 1));
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
        var gate = new CircuitGate(new CircuitLimits(PerAccount: 1, InTotal: 0));

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

    private static Task<int> AskAsync(CircuitGate gate, Guid account) => PassAsync(gate, account, "POST", "/_blazor/negotiate", "?negotiateVersion=1");

    private static async Task<int> PassAsync(CircuitGate gate, Guid? account, string method, string path, string query = "")
    {
        var request = Request(account, method, path, query);
        await gate.InvokeAsync(request, _ => Task.CompletedTask);
        return request.Response.StatusCode;
    }

    private static DefaultHttpContext Request(Guid? account, string method, string path, string query = "")
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider() };
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
