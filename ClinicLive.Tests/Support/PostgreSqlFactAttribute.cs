using Xunit.Abstractions;
using Xunit.Sdk;

namespace ClinicLive.Tests.Support;

/// <summary>A fact about PostgreSQL. A run on another kind of database does not have it, so it needs no server.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ClinicLive.Tests.Support.PostgreSqlFactDiscoverer", "ClinicLive.Tests")]
public sealed class PostgreSqlFactAttribute : FactAttribute;

/// <summary>Finds facts about PostgreSQL where the run is on one.</summary>
public sealed class PostgreSqlFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        PostgreSqlServer.IsThere ? [new XunitTestCase(messages, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)] : [];
}
