using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Web.Hosting;

namespace ClinicLive.Tests.Features.Notifications.Web;

/// <summary>What the command takes, and what it says where something is missing.</summary>
public sealed class NotifyWishTests
{
    [Theory]
    [InlineData("notify --text Hello", "Whom?")]
    [InlineData("notify --to --text Hello", "Whom?")]
    [InlineData("notify --to a@b.example", "What?")]
    [InlineData("notify --to a@b.example --text Hello --kind teapot", "There is no kind \"teapot\". --kind takes one of: appointment-update, reminder, chat-message, system-message, patient-call, sign-in")]
    [InlineData("notify --to a@b.example --text Hello --kind 1", "There is no kind \"1\".")]
    [InlineData("notify --to a@b.example --text Hello --kind", "There is no kind \"\".")]
    public void What_is_missing_or_unknown_is_said(string line, string problem)
    {
        var (wish, said) = NotifyCommand.Read(line.Split(' '));

        wish.Should().BeNull();
        said.Should().StartWith(problem);
    }

    [Theory]
    [InlineData("notify --to a@b.example --text Hello", NotificationKind.SystemMessage, false)]
    [InlineData("notify --to a@b.example --kind patient-call --text Hello --urgent", NotificationKind.PatientCall, true)]
    [InlineData("notify --kind PatientCall --text Hello --to a@b.example", NotificationKind.PatientCall, false)]
    public void The_kind_is_written_as_people_write_it(string line, NotificationKind kind, bool isUrgent) =>
        NotifyCommand.Read(line.Split(' ')).Wish.Should().Be(new NotifyWish("a@b.example", kind, "Hello", isUrgent));

    [Fact]
    public void What_is_not_the_commands_is_left_for_the_settings() =>
        NotifyCommand.WithoutOwn(["notify", "--to", "--text", "Hello", "--urgent", "--Demo:Enabled=false"]).Should().Equal("--Demo:Enabled=false");
}
