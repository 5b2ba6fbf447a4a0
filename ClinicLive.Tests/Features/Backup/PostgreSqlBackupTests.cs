using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Backup;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ClinicLive.Tests.Features.Backup;

/// <summary>What the copies of a PostgreSQL database hold, and where they go. All that is not the database is asked by <see cref="BackupTests"/>.</summary>
public sealed class PostgreSqlBackupTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-backup-").FullName;
    private readonly string _name = $"there_{Guid.NewGuid():N}"[..20];

    private TestClinic Home => _clinic.Home;

    private string Backup => Path.Combine(_folder, "clinic.tar.gz");

    private string Files => Path.Combine(_folder, "files");

    public void Dispose()
    {
        _clinic.Dispose();
        foreach (var name in PostgreSqlServer.Named(_name)) PostgreSqlServer.Drop(name);
        Directory.Delete(_folder, recursive: true);
    }

    [PostgreSqlFact]
    public async Task A_backup_comes_back_with_its_rows_rules_and_numbers_where_there_is_nothing_yet()
    {
        var row = await _clinic.BookAsync();
        var attachment = await AttachAsync();
        var written = (await _clinic.Get<BackupWriter>().WriteAsync(Backup)).Value!;
        written.Manifest.Provider.Should().Be("PostgreSql");
        written.Manifest.Rows["Appointments"].Should().Be(1);
        (written.Manifest.Files, written.Manifest.Missing.Count).Should().Be((1, 0));

        var restored = await Reader(_name).RestoreAsync(Backup, replaces: false);

        restored.Refusal.Should().BeNull();
        await using var db = There();
        (await db.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
        (await db.Appointments.SingleAsync()).Id.Should().Be(row.Id);
        (await db.ChatAttachments.SingleAsync()).Id.Should().Be(attachment.Id);
        (await Numbers(db)).Should().Equal(await NumbersHere(), "the next line of the log gets the number that it would have got");
        var overlap = await db.Invoking(d => d.Database.ExecuteSqlRawAsync("""
            INSERT INTO "Appointments" SELECT (jsonb_populate_record(a, jsonb_build_object('Id', gen_random_uuid()))).* FROM "Appointments" a
            """)).Should().ThrowAsync<PostgresException>();
        overlap.Which.SqlState.Should().Be(PostgresErrorCodes.ExclusionViolation);
    }

    [PostgreSqlFact]
    public async Task What_was_there_is_replaced_only_where_it_is_told_to_and_kept_under_another_name()
    {
        (await _clinic.Get<BackupWriter>().WriteAsync(Backup)).Refusal.Should().BeNull();
        (await Reader(_name).RestoreAsync(Backup, replaces: false)).Refusal.Should().BeNull();

        (await Reader(_name).RestoreAsync(Backup, replaces: false)).Refusal!.Sentence.Should().Contain("--replace");
        await using (var user = new NpgsqlConnection(PostgreSqlServer.ConnectionTo(_name) + ";Pooling=false"))
        {
            await user.OpenAsync();
            (await Reader(_name).RestoreAsync(Backup, replaces: true)).Refusal!.Sentence.Should().StartWith("A program uses the database.");
        }

        await WaitFor.TrueAsync(() => PostgreSqlServer.ConnectionsOf(_name) == 0);
        (await Reader(_name).RestoreAsync(Backup, replaces: true)).Refusal.Should().BeNull();
        PostgreSqlServer.Named(_name).Should().HaveCount(2).And.Contain(_name).And.Contain(n => n.Contains(".before-restore-", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task A_dump_that_is_broken_is_refused_and_makes_no_database()
    {
        var file = Path.Combine(_folder, "dump");
        var copy = new PostgreSqlCopy(_clinic.ConnectionString);
        await copy.CopyAsync(file, CancellationToken.None);
        var whole = await File.ReadAllBytesAsync(file);
        (await copy.ReadAsync(file, CancellationToken.None))!.Rows.Should().ContainKey("Patients");

        foreach (var half in new[] { whole[..(whole.Length / 2)], [], "no dump"u8.ToArray() })
        {
            await File.WriteAllBytesAsync(file, half);
            (await copy.ReadAsync(file, CancellationToken.None)).Should().BeNull();
            var put = () => new PostgreSqlCopy(PostgreSqlServer.ConnectionTo(_name)).PutAsync(file, ".before", CancellationToken.None);
            await put.Should().ThrowAsync<IOException>();
        }

        PostgreSqlServer.Named(_name).Should().BeEmpty();
    }

    [PostgreSqlFact]
    public async Task A_server_that_is_away_is_told_in_a_sentence()
    {
        var away = new PostgreSqlCopy("Host=127.0.0.1;Port=1;Username=nobody;Database=clinic;Timeout=2");

        var outcome = await new BackupWriter(away, new AttachmentFolder(Files), _clinic.Clock).WriteAsync(Backup);

        outcome.Refusal!.Sentence.Should().StartWith("The backup could not be written: pg_dump ended with 1.");
        Directory.EnumerateFileSystemEntries(_folder).Should().BeEmpty();
    }

    private BackupReader Reader(string name) => new(
        new PostgreSqlCopy(PostgreSqlServer.ConnectionTo(name)), new AttachmentFolder(Files), _clinic.Get<IDbContextFactory<ClinicDbContext>>(), _clinic.Clock);

    private ClinicDbContext There()
    {
        var options = new DbContextOptionsBuilder<ClinicDbContext>();
        DatabaseKind.PostgreSql.Use(options, PostgreSqlServer.ConnectionTo(_name) + ";Pooling=false");
        return new ClinicDbContext(options.Options);
    }

    private static Task<List<long>> Numbers(ClinicDbContext db) => db.Database.SqlQuery<long>($"SELECT coalesce(last_value, 0) AS \"Value\" FROM pg_sequences ORDER BY sequencename").ToListAsync();

    private async Task<List<long>> NumbersHere()
    {
        await using var db = _clinic.NewContext();
        return await Numbers(db);
    }

    private async Task<AttachmentRow> AttachAsync()
    {
        var room = await _clinic.DirectAsync();
        using var content = new MemoryStream(Photos.Png());
        var taken = (await _clinic.Get<AttachmentService>().TakeInAsync(Home.Patient, room, new NewAttachment(Guid.NewGuid(), "wound.png", "image/png"), content)).Value!;
        (await _clinic.Chat().SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "", AttachmentIds: [taken.Id]))).Succeeded.Should().BeTrue();
        return taken;
    }
}
