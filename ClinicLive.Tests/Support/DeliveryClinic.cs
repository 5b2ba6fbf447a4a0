using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Tests.Support;

/// <summary>A test clinic with ways out of the app, and further nodes on the same file.</summary>
internal sealed class DeliveryClinic : IDisposable
{
    private readonly List<ServiceProvider> _nodes = [];
    private readonly IReadOnlyList<IDeliveryChannel> _channels;
    private readonly bool _hasPush;
    private readonly KeptLog _log = new();
    private readonly ILoggerFactory _loggers;

    /// <summary>Ways that end in this process, unless others are given.</summary>
    public DeliveryClinic(DateTimeOffset? now = null, DeliveryRules? rules = null, IReadOnlyList<IDeliveryChannel>? channels = null, bool hasPush = false)
    {
        _hasPush = hasPush;
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        Rules = rules ?? new DeliveryRules { Chance = () => 0.5 };
        _channels = channels ?? [Email, Sms];
        Clinic = new ClinicDatabase(AddChannels, now);
    }

    public ClinicDatabase Clinic { get; }

    public DeliveryRules Rules { get; }

    public FakeChannel Email { get; } = new(DeliveryChannel.Email);

    public FakeChannel Sms { get; } = new(DeliveryChannel.Sms);

    public TestClinic Home => Clinic.Home;

    public FakeTimeProvider Clock => Clinic.Clock;

    /// <summary>What all nodes have logged.</summary>
    public IReadOnlyList<string> Log => _log.Lines;

    public DeliveryDispatcher Dispatcher => Clinic.Get<DeliveryDispatcher>();

    /// <summary>Another process on the same database, with a clock of its own where one is given; the recorder sees its commands and can break them.</summary>
    public IServiceProvider NewNode(FakeTimeProvider? clock = null, CommandRecorder? commands = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock ?? Clock);
        services.AddSingleton(Clinic.Get<ISecretSeal>());
        AddChannels(services);
        services.AddClinicDomain(Clinic.ConnectionString, Clinic.FilesFolder, TestStore.Kind);
        if (commands is not null) services.ConfigureDbContext<ClinicDbContext>(options => options.AddInterceptors(commands));
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
        _loggers.Dispose();
    }

    private void AddChannels(IServiceCollection services)
    {
        services.AddSingleton(Rules);
        services.AddSingleton(_loggers); // one for all nodes: the database's own services are made anew for each other one
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        if (_hasPush)
        {
            services.AddSingleton(new PushSettings { IsOn = true, Subject = "mailto:it@clinic.test", AllowPrivateAddresses = true });
            services.AddSingleton<IDeliveryChannel, PushChannel>();
        }

        foreach (var channel in _channels) services.AddSingleton(channel); // as instances: a node that ends does not dispose of them
    }
}
