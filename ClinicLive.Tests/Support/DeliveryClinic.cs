using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Support;

/// <summary>A test clinic with ways out of the app, and further nodes on the same file.</summary>
internal sealed class DeliveryClinic : IDisposable
{
    private readonly List<ServiceProvider> _nodes = [];

    public DeliveryClinic(DateTimeOffset? now = null, DeliveryRules? rules = null)
    {
        Rules = rules ?? new DeliveryRules { Chance = () => 0.5 };
        Clinic = new ClinicDatabase(AddChannels, now);
    }

    public ClinicDatabase Clinic { get; }

    public DeliveryRules Rules { get; }

    public FakeChannel Email { get; } = new(DeliveryChannel.Email);

    public FakeChannel Sms { get; } = new(DeliveryChannel.Sms);

    public TestClinic Home => Clinic.Home;

    public FakeTimeProvider Clock => Clinic.Clock;

    public DeliveryDispatcher Dispatcher => Clinic.Get<DeliveryDispatcher>();

    /// <summary>Another process on the same database.</summary>
    public IServiceProvider NewNode()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        AddChannels(services);
        services.AddClinicDomain(Clinic.ConnectionString, Clinic.FilesFolder);
        var node = services.BuildServiceProvider();
        _nodes.Add(node);
        return node;
    }

    /// <summary>The clock goes on and what is due is sent.</summary>
    public async Task LaterAsync(TimeSpan by)
    {
        Clock.Advance(by);
        await Dispatcher.DispatchAsync();
    }

    /// <summary>All rows, by notification and step.</summary>
    public async Task<IReadOnlyList<Delivery>> RowsAsync(DeliveryChannel? channel = null)
    {
        await using var db = Clinic.NewContext();
        return await db.Deliveries.AsNoTracking().Where(d => channel == null || d.Channel == channel).OrderBy(d => d.CreatedAt).ThenBy(d => d.NotificationId).ThenBy(d => d.Step).ToListAsync();
    }

    public async Task<Delivery> RowAsync(DeliveryChannel channel) => (await RowsAsync(channel)).Should().ContainSingle().Subject;

    public void Dispose()
    {
        foreach (var node in _nodes) node.Dispose();
        Clinic.Dispose();
    }

    private void AddChannels(IServiceCollection services)
    {
        services.AddSingleton(Rules);
        services.AddSingleton<IDeliveryChannel>(Email);
        services.AddSingleton<IDeliveryChannel>(Sms);
    }
}
