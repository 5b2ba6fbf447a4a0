using System.Net;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Push;

/// <summary>What becomes of a message at the browsers of a person, whatever their push services answer.</summary>
public sealed class PushFanOutTests : IAsyncLifetime
{
    private readonly ClinicDatabase _clinic = PushClinic.Open();
    private PushServiceStub _service = null!;

    private TestClinic Home => _clinic.Home;

    public async Task InitializeAsync() => _service = await PushServiceStub.StartAsync();

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _clinic.Dispose();
    }

    [Fact]
    public async Task What_is_taken_is_noted_and_every_awake_browser_has_it()
    {
        await OnAsync(Home.Patient, "201");
        await OnAsync(Home.Patient, "201/other");
        await OnAsync(Home.SecondPatient, "200");

        (await _clinic.SendAsync(Home.Patient))!.Answer.Should().Be(PushAnswer.Taken);

        _service.Calls.Should().BeEquivalentTo("/201", "/201/other");
        (await _clinic.DevicesOfAsync(Home.Patient)).Should().OnlyContain(d => d.LastSentAt == _clinic.Now);
    }

    [Theory]
    [InlineData("404")]
    [InlineData("410")]
    public async Task A_browser_that_is_gone_is_removed_and_the_others_stay(string status)
    {
        await OnAsync(Home.Patient, status);
        (await _clinic.SendAsync(Home.Patient))!.Answer.Should().Be(PushAnswer.Gone);
        (await _clinic.DevicesOfAsync(Home.Patient)).Should().BeEmpty();

        await OnAsync(Home.Patient, status);
        await OnAsync(Home.Patient, "201");
        (await _clinic.SendAsync(Home.Patient))!.Answer.Should().Be(PushAnswer.Taken, "one browser has it");
        (await _clinic.DevicesOfAsync(Home.Patient)).Should().ContainSingle();
    }

    [Fact]
    public async Task Who_wants_fewer_is_left_alone_for_as_long_as_he_says()
    {
        await OnAsync(Home.Patient, "429/90");

        var first = await _clinic.SendAsync(Home.Patient);
        (first!.Answer, first.Pause).Should().Be((PushAnswer.TryLater, TimeSpan.FromSeconds(90)));
        _clinic.Clock.Advance(TimeSpan.FromSeconds(89));
        var second = await _clinic.SendAsync(Home.Patient);
        (second!.Answer, second.Pause).Should().Be((PushAnswer.TryLater, TimeSpan.FromSeconds(1)));
        _service.Calls.Should().ContainSingle("it rests");
        _clinic.Clock.Advance(TimeSpan.FromSeconds(2));
        await _clinic.SendAsync(Home.Patient);

        _service.Calls.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("413", PushAnswer.Refused)]
    [InlineData("400", PushAnswer.Refused)]
    [InlineData("403", PushAnswer.Refused)]
    [InlineData("302", PushAnswer.Refused)]
    [InlineData("500", PushAnswer.TryLater)]
    [InlineData("503", PushAnswer.TryLater)]
    public async Task Other_answers_are_for_ever_or_for_now(string status, PushAnswer expected)
    {
        await OnAsync(Home.Patient, status);

        (await _clinic.SendAsync(Home.Patient))!.Answer.Should().Be(expected);

        _service.Calls.Should().ContainSingle("no redirect is followed");
        (await _clinic.DevicesOfAsync(Home.Patient)).Should().ContainSingle();
    }

    [Fact]
    public async Task Who_does_not_answer_may_have_it_and_who_is_not_there_has_it_not()
    {
        await OnAsync(Home.Patient, "silence");
        using var patience = new CancellationTokenSource();
        var sending = _clinic.SendAsync(Home.Patient, gone: patience.Token);
        await WaitFor.TrueAsync(() => !_service.Calls.IsEmpty);
        await patience.CancelAsync();
        (await sending)!.Answer.Should().Be(PushAnswer.Unknown);

        await _clinic.SwitchOnAsync(Home.Doctor, PushClinic.Browser("http://127.0.0.1:1/nobody"));
        (await _clinic.SendAsync(Home.Doctor))!.Answer.Should().Be(PushAnswer.TryLater);
    }

    [Fact]
    public async Task Nothing_leaves_before_it_may()
    {
        await OnAsync(Home.Patient, "201");

        (await _clinic.Get<PushFanOut>().SendAsync(Home.Patient.UserId, PushClinic.News(), _ => Task.FromResult(false), default)).Should().BeNull();

        _service.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task After_signing_out_nothing_comes_to_that_browser_until_its_person_is_back()
    {
        var session = await OnAsync(Home.Doctor, "201");
        await _clinic.Get<SessionService>().EndAsync(session);
        (await _clinic.SendAsync(Home.Doctor))!.Answer.Should().Be(PushAnswer.Gone);
        _service.Calls.Should().BeEmpty();

        await _clinic.Get<PushService>().SeeAsync(Home.Doctor, await _clinic.SignInAsync(Home.Doctor), _service.At("201"));

        (await _clinic.SendAsync(Home.Doctor))!.Answer.Should().Be(PushAnswer.Taken);
    }

    [Fact]
    public async Task A_session_that_only_grew_old_does_not_end_it()
    {
        await OnAsync(Home.Doctor, "201");
        _clinic.Clock.Advance(SignInSession.Longest + TimeSpan.FromDays(1));

        (await _clinic.SendAsync(Home.Doctor))!.Answer.Should().Be(PushAnswer.Taken);
    }

    [Fact]
    public async Task A_disabled_account_and_one_whose_role_changed_are_told_nothing()
    {
        await OnAsync(Home.Patient, "201");
        await OnAsync(Home.Omar, "200");

        await _clinic.Get<AccountService>().DisableAsync(Home.Admin, Home.Patient.UserId);
        await _clinic.Get<AccountService>().ChangeRoleAsync(Home.Admin, Home.Omar.UserId, Role.Admin);

        (await _clinic.SendAsync(Home.Patient))!.Answer.Should().Be(PushAnswer.Gone);
        (await _clinic.SendAsync(Home.Omar))!.Answer.Should().Be(PushAnswer.Gone, "the browser was switched on with another right; it wakes at the next visit");
        _service.Calls.Should().BeEmpty();
        await _clinic.Get<AccountService>().EnableAsync(Home.Admin, Home.Patient.UserId);
        (await _clinic.SendAsync(Home.Patient))!.Answer.Should().Be(PushAnswer.Gone, "its stamp is a new one");
    }

    [Fact]
    public async Task A_name_that_leads_into_the_house_is_not_called()
    {
        using var http = new HttpClient(OutsideAddress.Connections(allowPrivate: false));
        var port = new Uri(_service.At("201")).Port;

        foreach (var host in new[] { "localhost", "127.0.0.1" })
        {
            var call = () => http.GetAsync(new Uri($"http://{host}:{port}/201"));
            (await call.Should().ThrowAsync<HttpRequestException>()).WithInnerException<PrivateAddressException>();
        }

        _service.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void An_address_is_public_or_not(string address, bool isPublic) => OutsideAddress.IsPublic(IPAddress.Parse(address)).Should().Be(isPublic);

    private Task<Guid> OnAsync(Actor actor, string path) => _clinic.SwitchOnAsync(actor, PushClinic.Browser(_service.At(path)));
}
