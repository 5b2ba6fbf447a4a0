using System.Collections.Concurrent;
using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Backup;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Backup;

/// <summary>A backup of a clinic that works, and what comes back of it: everything, or nothing.</summary>
[Trait("Database", "Sqlite")]
public sealed class BackupTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-backup-").FullName;

    private TestClinic Home => _clinic.Home;

    private string Backup => Path.Combine(_folder, "clinic.tar.gz");

    private string Place => Path.Combine(_folder, "there", "clinic.db");

    private string Files => Path.Combine(_folder, "there", "files");

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_began_is_there_after_it_comes_back()
    {
        var attachment = await AttachAsync();
        var acknowledged = new ConcurrentQueue<Guid>();
        using var enough = new CancellationTokenSource();
        var load = new[] { Home.Doctor, Home.SecondDoctor }.Select(doctor => Task.Run(() => BookOnAsync(doctor, acknowledged, enough.Token))).ToList();
        await WaitFor.TrueAsync(() => acknowledged.Count >= 10);

        var before = acknowledged.ToList();
        var written = await WriteAsync();
        var during = acknowledged.Count;
        await WaitFor.TrueAsync(() => acknowledged.Count > during, null, "the clinic goes on working");
        await enough.CancelAsync();
        await Task.WhenAll(load);
        (await Reader().RestoreAsync(Backup, replaces: false)).Succeeded.Should().BeTrue();

        var booked = Ask("SELECT Id FROM Appointments").Select(Guid.Parse).ToHashSet();
        booked.Should().Contain(before).And.HaveCount((int)written.Manifest.Rows["Appointments"]);
        Ask("PRAGMA journal_mode").Should().Equal("wal");
        Ask("PRAGMA integrity_check").Should().Equal("ok");
        Ask("PRAGMA foreign_key_check").Should().BeEmpty();
        await using var content = new AttachmentFiles(new AttachmentFolder(Files)).Read(attachment.Id, isThumbnail: false)!;
        content.Length.Should().Be(attachment.Size);
        (written.Manifest.Files, written.Manifest.Missing.Count).Should().Be((1, 0));
        Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Should().BeEquivalentTo("clinic.tar.gz", "there");
        Directory.EnumerateFileSystemEntries(Files).Select(Path.GetFileName).Should().BeEquivalentTo("chat");
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_wherever_it_is_damaged_and_changes_nothing()
    {
        await AttachAsync();
        await WriteAsync();
        var whole = await File.ReadAllBytesAsync(Backup);
        for (var i = 1; i <= 8; i++)
        {
            var damaged = whole.ToArray();
            foreach (ref var one in damaged.AsSpan((int)(whole.Length * (long)i / 9), 32)) one ^= 0x5A; // a single bit may stand for the same content
            await RefusesAsync(damaged);
            await RefusesAsync(whole[..(int)(whole.Length * (long)i / 9)]);
        }

        await RefusesAsync([]);
        await RefusesAsync("no backup at all"u8.ToArray());
        (await Reader().CheckAsync(Backup)).Succeeded.Should().BeFalse("the last of them lies there");
        await File.WriteAllBytesAsync(Backup, whole);
        (await Reader().CheckAsync(Backup)).Succeeded.Should().BeTrue();
        File.Exists(Place).Should().BeFalse("a check restores nothing");
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_and_a_restore_only_where_it_is_told_to()
    {
        var first = await WriteAsync();
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(first.File).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Writer().WriteAsync(Backup)).Refusal!.Sentence.Should().Contain("overwrites nothing");
        (await Writer().WriteAsync(_folder)).Value!.File.Should().Be(Path.Combine(_folder, $"cliniclive-{_clinic.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.tar.gz"));
        (await Writer().WriteAsync(Path.Combine(_folder, "no", "folder.tar.gz"))).Succeeded.Should().BeFalse();
        (await Reader().RestoreAsync(Backup, replaces: false)).Succeeded.Should().BeTrue();
        var row = await _clinic.BookAsync();
        var second = Path.Combine(_folder, "second.tar.gz");
        (await Writer().WriteAsync(second)).Succeeded.Should().BeTrue();

        (await Reader().RestoreAsync(second, replaces: false)).Refusal!.Sentence.Should().Contain("--replace");
        Ask("SELECT Id FROM Appointments").Should().BeEmpty();

        (await Reader().RestoreAsync(second, replaces: true)).Succeeded.Should().BeTrue();
        Ask("SELECT Id FROM Appointments").Select(Guid.Parse).Should().Equal(row.Id);
        Directory.EnumerateFiles(Path.GetDirectoryName(Place)!, "clinic.db.before-restore-*").Should().ContainSingle();
    }

    [Fact]
    public async Task A_place_in_use_is_refused_whatever_is_asked()
    {
        await WriteAsync();
        var reader = new BackupReader(new SqliteCopy(_clinic.ConnectionString), new AttachmentFolder(Files), _clinic.Get<IDbContextFactory<ClinicDbContext>>(), _clinic.Clock);
        await _clinic.BookAsync(); // a connection is open
        var before = _clinic.Dump("Appointments");

        (await reader.RestoreAsync(Backup, replaces: true)).Refusal!.Sentence.Should().StartWith("A program uses the database.");

        _clinic.Dump("Appointments").Should().Be(before);
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_and_of_another_kind_of_database_is_refused_with_a_sentence()
    {
        _clinic.Execute("INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('99990101000000_OfTomorrow', '10.0.0')");
        await WriteAsync();

        (await Reader().RestoreAsync(Backup, replaces: false)).Refusal!.Sentence.Should().StartWith("The backup comes from a newer version of the program (99990101000000_OfTomorrow).");
        (await Reader(new OtherKind(Place)).RestoreAsync(Backup, replaces: false)).Refusal!.Sentence.Should().Be("The backup is one of Sqlite, and the settings say Other. Nothing was changed.");
        File.Exists(Place).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_that_is_gone_from_the_disk_or_changed_there_is_named()
    {
        var attachment = await AttachAsync();
        var path = Directory.EnumerateFiles(_clinic.FilesFolder, attachment.Id.ToString("N"), SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(path, "!");
        (await WriteAsync()).Manifest.Missing.Should().Equal(attachment.Id);
        File.Delete(path);

        (await Writer().WriteAsync(Path.Combine(_folder, "second.tar.gz"))).Value!.Manifest.Missing.Should().Equal(attachment.Id);
    }

    [Fact]
    public async Task Where_the_last_step_fails_everything_is_as_it_was()
    {
        await AttachAsync();
        await WriteAsync();
        Directory.CreateDirectory(Path.Combine(Files, "chat", "aa"));
        await File.WriteAllTextAsync(Path.Combine(Files, "chat", "aa", "kept"), "kept");

        (await Reader(new CannotPut(Place)).RestoreAsync(Backup, replaces: true)).Succeeded.Should().BeFalse();

        File.Exists(Place).Should().BeFalse();
        Directory.EnumerateFiles(Path.Combine(Files, "chat"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Should().Equal("kept");
    }

    public void Dispose()
    {
        _clinic.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private BackupWriter Writer() => _clinic.Get<BackupWriter>();

    private BackupReader Reader(IDatabaseCopy? database = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
        return new BackupReader(database ?? new SqliteCopy($"Data Source={Place}"), new AttachmentFolder(Files), _clinic.Get<IDbContextFactory<ClinicDbContext>>(), _clinic.Clock);
    }

    private async Task<WrittenBackup> WriteAsync()
    {
        var outcome = await Writer().WriteAsync(Backup);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Sentence);
    }

    private async Task RefusesAsync(byte[] bytes)
    {
        await File.WriteAllBytesAsync(Backup, bytes);
        var outcome = await Reader().RestoreAsync(Backup, replaces: false);
        outcome.Succeeded.Should().BeFalse();
        outcome.Refusal!.Sentence.Should().Contain("Nothing was changed.");
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Place)!, "*", SearchOption.AllDirectories).Should().OnlyContain(p => p == Files);
    }

    private async Task<AttachmentRow> AttachAsync()
    {
        var room = await _clinic.DirectAsync();
        using var content = new MemoryStream(Photos.Png());
        var taken = (await _clinic.Get<AttachmentService>().TakeInAsync(Home.Patient, room, new NewAttachment(Guid.NewGuid(), "wound.png", "image/png"), content)).Value!;
        (await _clinic.Chat().SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "", AttachmentIds: [taken.Id]))).Succeeded.Should().BeTrue();
        return taken;
    }

    private async Task BookOnAsync(Actor doctor, ConcurrentQueue<Guid> acknowledged, CancellationToken enough)
    {
        for (var i = 1; !enough.IsCancellationRequested; i++)
        {
            var outcome = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(_clinic.Now.AddMinutes(30 + (15 * i)), doctor, doctor == Home.Doctor ? Home.Patient : Home.SecondPatient), CancellationToken.None);
            if (outcome.Succeeded) acknowledged.Enqueue(outcome.Value.Id);
        }
    }

    private List<string> Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Place};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }

    private class OtherKind(string place) : IDatabaseCopy
    {
        private readonly SqliteCopy _sqlite = new($"Data Source={place}");

        public virtual string Provider => "Other";

        public Task CopyAsync(string file, CancellationToken gone) => _sqlite.CopyAsync(file, gone);

        public Task<DatabaseFacts?> ReadAsync(string file, CancellationToken gone) => _sqlite.ReadAsync(file, gone);

        public Task<DatabasePlace> LookAsync(CancellationToken gone) => _sqlite.LookAsync(gone);

        public virtual Task PutAsync(string file, string aside, CancellationToken gone) => _sqlite.PutAsync(file, aside, gone);
    }

    private sealed class CannotPut(string place) : OtherKind(place)
    {
        public override string Provider => "Sqlite";

        public override Task PutAsync(string file, string aside, CancellationToken gone) => throw new IOException("The disk is full.");
    }
}
