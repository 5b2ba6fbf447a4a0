using System.Data.Common;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ClinicLive.Tests.Features.Paces;

/// <summary>What may be done only so often, counted in the database: two nodes count as one, whatever the limit is.</summary>
public sealed class PaceTests : IDisposable
{
    private const string Who = "192.0.2.1";
    private static readonly PaceWindow Window = new("test", Most: 5, TimeSpan.FromMinutes(5));
    private static readonly PaceBucket Bucket = new("bucket", Burst: 4, TimeSpan.FromSeconds(10));

    private readonly ClinicDatabase _clinic = new();
    private readonly NodeBeside _other;

    public PaceTests() => _other = new NodeBeside(_clinic);

    private PaceKeeper Here => _clinic.Get<PaceKeeper>();

    private PaceKeeper There => _other.Get<PaceKeeper>();

    public void Dispose()
    {
        _other.Dispose();
        _clinic.Dispose();
    }

    [Fact]
    public async Task What_is_used_up_on_one_node_is_used_up_on_the_other_and_comes_back_one_by_one()
    {
        for (var i = 0; i < Window.Most; i++)
        {
            (await (i % 2 == 0 ? Here : There).TakeAsync(Window, Who)).IsTaken.Should().BeTrue();
            _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var refused = await There.TakeAsync(Window, Who);
        refused.Should().Be(new PaceAnswer(IsTaken: false, Window.Length - TimeSpan.FromSeconds(Window.Most)));
        (await Here.LookAsync(Window, Who)).Should().Be(refused);
        (await There.TakeAsync(Window, "192.0.2.2")).IsTaken.Should().BeTrue("that is another address");
        (await There.TakeAsync(Window with { Name = "other" }, Who)).IsTaken.Should().BeTrue("that is another door");

        _clinic.Clock.Advance(refused.Wait);
        (await There.TakeAsync(Window, Who)).IsTaken.Should().BeTrue();
        (await Here.TakeAsync(Window, Who)).Should().Be(new PaceAnswer(IsTaken: false, TimeSpan.FromSeconds(1)), "only the oldest one was forgotten");
    }

    [Fact]
    public async Task After_a_quiet_time_some_at_once_and_then_one_after_the_other_on_both_nodes_together()
    {
        for (var i = 0; i < Bucket.Burst; i++) (await (i % 2 == 0 ? Here : There).TakeAsync(Bucket, Who)).IsTaken.Should().BeTrue();
        (await There.TakeAsync(Bucket, Who)).Should().Be(new PaceAnswer(IsTaken: false, Bucket.OneEvery));

        _clinic.Clock.Advance(Bucket.OneEvery);
        (await Here.TakeAsync(Bucket, Who)).IsTaken.Should().BeTrue();
        (await There.TakeAsync(Bucket, Who)).IsTaken.Should().BeFalse();
        _clinic.Clock.Advance(Bucket.OneEvery * 100);
        for (var i = 0; i < Bucket.Burst; i++) (await There.TakeAsync(Bucket, Who)).IsTaken.Should().BeTrue();
        (await Here.TakeAsync(Bucket, Who)).IsTaken.Should().BeFalse("a long rest saves up no more than the first");
    }

    [Fact]
    public async Task Many_at_once_on_two_nodes_are_no_more_than_may_be()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => (i % 2 == 0 ? Here : There).TakeAsync(Window, Who))));

        answers.Count(a => a.IsTaken).Should().Be(Window.Most);
        answers.Should().NotContain(a => a.IsUnknown);
    }

    [Fact]
    public async Task A_place_that_is_given_back_on_one_node_is_free_on_the_other()
    {
        for (var i = 0; i < Window.Most; i++) await Here.TakeAsync(Window, Who);

        await There.GiveBackAsync(Window, Who);
        (await Here.TakeAsync(Window, Who)).IsTaken.Should().BeTrue();
        for (var i = 0; i <= Window.Most; i++) await There.GiveBackAsync(Window, Who);

        _clinic.Count("Paces").Should().Be(0, "nothing is kept of somebody of whom nothing counts");
    }

    [Fact]
    public async Task Who_hammers_at_a_closed_door_writes_nothing()
    {
        for (var i = 0; i < Window.Most; i++) await There.TakeAsync(Window, Who);
        _clinic.Commands.Forget();

        for (var i = 0; i < 3; i++) (await Here.TakeAsync(Window, Who)).IsTaken.Should().BeFalse();

        _clinic.Commands.Sent.Should().HaveCount(3).And.OnlyContain(sql => sql.StartsWith("SELECT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INSERT INTO \"Paces\"")]
    [InlineData("SELECT")]
    public async Task A_limit_does_not_open_because_the_database_cannot_be_asked_or_told(string statement)
    {
        _clinic.Commands.Before = sql => sql.Contains(statement, StringComparison.Ordinal) ? throw TakesNoWrites() : Task.CompletedTask;

        var answer = await Here.TakeAsync(Window, Who);
        (answer.IsTaken, answer.IsUnknown).Should().Be((false, true));
        await Here.GiveBackAsync(Window, Who);

        _clinic.Commands.Before = null;
        (await Here.TakeAsync(Window, Who)).IsTaken.Should().BeTrue();
    }

    [Fact]
    public async Task A_restart_forgives_nothing_and_no_address_stands_in_clear()
    {
        for (var i = 0; i < Window.Most; i++) await Here.TakeAsync(Window, Who);

        using var again = new NodeBeside(_clinic);
        (await again.Get<PaceKeeper>().TakeAsync(Window, Who)).IsTaken.Should().BeFalse();
        _clinic.Dump("Paces").Should().NotContain("192").And.NotContain("test");
    }

    [Fact]
    public async Task What_counts_no_more_is_forgotten_and_nothing_else()
    {
        await Here.TakeAsync(Window, Who);
        await Here.TakeAsync(Bucket, Who);
        _clinic.Clock.Advance(Bucket.OneEvery);

        (await There.SweepAsync()).Should().Be(1);
        (await There.SweepAsync()).Should().Be(0);
        _clinic.Clock.Advance(Window.Length);
        (await There.SweepAsync()).Should().Be(1);
        _clinic.Count("Paces").Should().Be(0);
    }

    private static DbException TakesNoWrites() => TestStore.Kind == DatabaseKind.PostgreSql
        ? new PostgresException("read only", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction)
        : new SqliteException("read only", 8);
}
