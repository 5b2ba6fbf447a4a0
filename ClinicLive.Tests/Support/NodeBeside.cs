using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Support;

/// <summary>Another node of a clinic: the core once more, on the same database, with the same clock and nothing else in common.</summary>
internal sealed class NodeBeside : IDisposable
{
    private readonly ServiceProvider _services;

    public NodeBeside(ClinicDatabase clinic)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clinic.Clock);
        services.AddSingleton(clinic.Get<ISecretSeal>());
        services.AddClinicDomain(clinic.ConnectionString, clinic.FilesFolder, TestStore.Kind);
        _services = services.BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ClinicDbContext NewContext() => Get<IDbContextFactory<ClinicDbContext>>().CreateDbContext();

    public void Dispose() => _services.Dispose();
}
