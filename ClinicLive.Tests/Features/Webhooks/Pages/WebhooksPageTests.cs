using ClinicLive.Domain.Features.Webhooks;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Webhooks;

namespace ClinicLive.Tests.Features.Webhooks.Pages;

/// <summary>The admin's page: adding, what is wrong with what was typed, the secret, a test, and removing.</summary>
public sealed class WebhooksPageTests : PageTest
{
    [Fact]
    public async Task A_webhook_is_added_tried_and_removed()
    {
        var page = await OpenAsync<WebhooksPage>(Home.Admin);
        page.TextOf(".empty").Should().StartWith("No webhook yet");

        await SubmitAsync(page, "");
        page.Find("#webhook-new-name-error").TextContent.Should().Be("Please give it a name.");
        await FillAsync(page, "Laboratory", "http://example.org");
        await SubmitAsync(page, "");
        page.Find("#webhook-new-address-error").TextContent.Should().Contain("https://");
        await FillAsync(page, "Laboratory", "https://example.org/hook");
        await SubmitAsync(page, "");

        await SeesAsync(() => page.FindAll("[data-webhook]").Should().ContainSingle());
        page.Find("[data-webhook] h2").TextContent.Should().Be("Laboratory");
        await PressAsync(page, "[data-webhook] .form-end .btn:nth-child(1)");
        page.TextOf("[data-webhook] [role=status]").Should().Contain("whsec_");
        await PressAsync(page, "[data-webhook] .form-end .btn:nth-child(2)");
        await SeesAsync(() => page.TextOf("[data-webhook] tbody tr").Should().Contain("test").And.Contain("Waiting"));

        await PressAsync(page, "[data-webhook] .form-end .btn:last-child");
        await PressAsync(page, "[role=alertdialog] .btn.p");
        await SeesAsync(() => page.FindAll("[data-webhook]").Should().BeEmpty());
        Clinic.Count("Webhooks").Should().Be(0);
        Clinic.Count("WebhookDeliveries").Should().Be(0);
    }

    [Fact]
    public async Task What_was_typed_stays_when_somebody_else_was_faster()
    {
        var hook = (await Clinic.Get<WebhookService>().AddAsync(Home.Admin, new WebhookWish("Laboratory", "https://example.org/hook", WebhookEvents.Appointment), Guid.NewGuid())).Value;
        var page = await OpenAsync<WebhooksPage>(Home.Admin);
        await PressAsync(page, "[data-webhook] .form-end .btn:nth-child(3)");
        await Clinic.Get<WebhookService>().ChangeAsync(Home.Admin, hook, 1, new WebhookWish("Theirs", "https://example.org/hook", WebhookEvents.Appointment), Guid.NewGuid());

        await page.InvokeAsync(() => page.Find($"#webhook-{hook:N}-name").ChangeAsync("Mine"));
        await SubmitAsync(page, "[data-webhook] ");

        page.TextOf(".conflict").Should().StartWith("Somebody else has just changed this webhook");
        page.Find($"#webhook-{hook:N}-name").GetAttribute("value").Should().Be("Mine");
    }

    private static Task SubmitAsync(IRenderedComponent<WebhooksPage> page, string within) => page.InvokeAsync(() => page.Find($"{within}form").SubmitAsync());

    private static async Task FillAsync(IRenderedComponent<WebhooksPage> page, string name, string address)
    {
        await page.InvokeAsync(() => page.Find("#webhook-new-name").ChangeAsync(name));
        await page.InvokeAsync(() => page.Find("#webhook-new-address").ChangeAsync(address));
    }
}
