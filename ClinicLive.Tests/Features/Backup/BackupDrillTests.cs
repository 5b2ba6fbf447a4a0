using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Backup;

/// <summary>The commands as they are used: a clinic under load, its backup, another machine, and people who are still signed in there.</summary>
[Trait("Database", "Sqlite")]
public sealed class BackupDrillTests
{
    [Fact]
    public async Task A_clinic_under_load_is_backed_up_and_goes_on_elsewhere_with_its_messages_files_and_sessions()
    {
        await using var host = await AppHost.StartAsync();
        await using var other = await AppHost.StartAsync(demo: false);
        var backup = Path.Combine(host.Folder, "clinic.tar.gz");
        using var doctor = await SignInAsync(host);
        var room = (await doctor.GetFromJsonAsync<JsonElement>("/api/chat/rooms"))[0].GetProperty("id").GetGuid();
        var (file, bytes) = await AttachAsync(doctor, room);

        var acknowledged = new ConcurrentQueue<Guid>();
        using var enough = new CancellationTokenSource();
        var load = Task.Run(() => TalkAsync(doctor, room, acknowledged, enough.Token));
        await WaitFor.TrueAsync(() => acknowledged.Count >= 3);
        var before = acknowledged.ToList();
        (await host.CommandAsync("backup", backup)).Code.Should().Be(0);
        var stream = await doctor.GetStreamAsync("/api/events");
        await enough.CancelAsync();
        await load;
        (await host.StopAsync()).Should().Be(0, "also with an open stream");
        await stream.DisposeAsync();

        (await other.CommandAsync("restore", backup, "--replace")).Should().Be((1, "A program uses the database. Stop it first; a restore under a running clinic would lose what it writes."));
        await other.StopAsync();
        (await other.CommandAsync("restore", backup)).Code.Should().Be(1, "there is a database");
        (await other.CommandAsync("restore", backup, "--check")).Said.Should().StartWith("Whole: ");
        (await other.CommandAsync("restore", backup, "--replace")).Said.Should().StartWith("Restored: ");
        await other.StartAgainAsync();

        using var there = other.CreateClient();
        there.DefaultRequestHeaders.Authorization = doctor.DefaultRequestHeaders.Authorization; // the same session, sealed with the same keys
        var messages = await there.GetFromJsonAsync<JsonElement>($"/api/chat/rooms/{room}/messages?limit=200");
        messages.EnumerateArray().Select(m => m.GetProperty("id").GetGuid()).Should().Contain(before);
        (await there.GetByteArrayAsync($"/chat/files/{file}")).Should().Equal(bytes);
    }

    [Fact]
    public async Task A_kill_in_the_middle_leaves_nothing_that_looks_whole_and_the_next_time_it_works()
    {
        await using var host = await AppHost.StartAsync(demo: false);
        await host.StopAsync();
        var backup = Path.Combine(host.Folder, "clinic.tar.gz");
        var pipe = Path.Combine(host.StorageFolder, "chat", "zz"); // a file that never ends: the backup waits in its middle
        Directory.CreateDirectory(Path.GetDirectoryName(pipe)!);
        await Process.Start("mkfifo", [pipe])!.WaitForExitAsync();
        using (var backing = host.Launch("backup", backup))
        {
            await WaitFor.TrueAsync(() => File.Exists(backup + ".db.part"), TimeSpan.FromSeconds(60));
            backing.Kill();
            await backing.WaitForExitAsync();
        }

        File.Exists(backup).Should().BeFalse();
        (await host.CommandAsync("restore", backup + ".part", "--check")).Code.Should().Be(1);
        File.Delete(pipe);
        (await host.CommandAsync("backup", backup)).Code.Should().Be(0);

        File.Move(host.DatabaseFile, host.DatabaseFile + ".old");
        Directory.Delete(host.StorageFolder, recursive: true);
        var half = Path.Combine(host.Folder, "half");
        await Process.Start("mkfifo", [half])!.WaitForExitAsync();
        using (var restoring = host.Launch("restore", half))
        {
            await using var into = new FileStream(half, FileMode.Open, FileAccess.Write);
            var bytes = await File.ReadAllBytesAsync(backup);
            await into.WriteAsync(bytes.AsMemory(0, bytes.Length * 3 / 4));
            await into.FlushAsync();
            await WaitFor.TrueAsync(() => File.Exists(Path.Combine(host.StorageFolder, ".restoring", "database")), TimeSpan.FromSeconds(60));
            restoring.Kill();
            await restoring.WaitForExitAsync();
        }

        File.Exists(host.DatabaseFile).Should().BeFalse("there is nothing rather than half of it");
        (await host.CommandAsync("restore", backup)).Code.Should().Be(0);
        await host.StartAgainAsync();
    }

    private static async Task<HttpClient> SignInAsync(AppHost host)
    {
        var client = host.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email = "doctor1@demo.example", password = "Clinic-Live-2026" });
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
        return client;
    }

    private static async Task<(Guid Id, byte[] Bytes)> AttachAsync(HttpClient doctor, Guid room)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Guid.NewGuid().ToString()), "uploadId" } };
        form.Add(new ByteArrayContent(Photos.Png()) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "file", "wound.png");
        using var taken = await doctor.PostAsync($"/api/chat/rooms/{room}/attachments", form);
        taken.StatusCode.Should().Be(HttpStatusCode.Created);
        var id = (await taken.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var said = await doctor.PostAsJsonAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "", attachmentIds = new[] { id } });
        said.StatusCode.Should().Be(HttpStatusCode.Created);
        return (id, await doctor.GetByteArrayAsync($"/chat/files/{id}"));
    }

    // As fast as one person may; what was refused was not said.
    private static async Task TalkAsync(HttpClient doctor, Guid room, ConcurrentQueue<Guid> acknowledged, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            using var answer = await doctor.PostAsJsonAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "Still here" }, CancellationToken.None);
            if (answer.StatusCode == HttpStatusCode.Created) acknowledged.Enqueue((await answer.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("id").GetGuid());
            else await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }
}
