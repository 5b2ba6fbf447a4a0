using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ClinicLive.Domain.Features.Backup;

/// <summary>
/// The server's own programs: the newest where Debian puts them, else those of the system's path. They must be at least as new as the server.
/// What they need to know stands in their environment, where a password is seen by nobody else.
/// </summary>
internal static class PostgreSqlPrograms
{
    private const string Versions = "/usr/lib/postgresql";

    /// <summary>Runs one to its end.</summary>
    /// <param name="name">As in <c>pg_dump</c>.</param>
    /// <param name="server">Which server, as whom; null where none is asked.</param>
    /// <param name="arguments">One by one; no shell reads them.</param>
    /// <param name="line">Gets what it prints, line by line.</param>
    /// <param name="gone">Ends it.</param>
    /// <exception cref="PostgreSqlProgramException">It is not installed, or ended with a fault, which is told.</exception>
    public static async Task RunAsync(string name, NpgsqlConnectionStringBuilder? server, IReadOnlyList<string> arguments, Action<string>? line, CancellationToken gone)
    {
        var start = new ProcessStartInfo(PathOf(name), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (server is not null) Tell(start.Environment, server);
        using var process = Start(start, name);
        try
        {
            var faults = process.StandardError.ReadToEndAsync(gone);
            while (await process.StandardOutput.ReadLineAsync(gone).ConfigureAwait(false) is { } said) line?.Invoke(said);
            await process.WaitForExitAsync(gone).ConfigureAwait(false);
            if (process.ExitCode != 0) throw new PostgreSqlProgramException($"{name} ended with {process.ExitCode}. {(await faults.ConfigureAwait(false)).Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start, string name)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new PostgreSqlProgramException($"{name} is not installed here; it comes with PostgreSQL's client programs.", fault);
        }
    }

    private static string PathOf(string name)
    {
        if (!Directory.Exists(Versions)) return name;
        return Directory.EnumerateDirectories(Versions).Select(folder => (Version: int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0, Path: Path.Combine(folder, "bin", name)))
            .Where(found => File.Exists(found.Path)).OrderByDescending(found => found.Version).Select(found => found.Path).FirstOrDefault() ?? name;
    }

    // libpq's environment variables; PostgreSQL's documentation, "Environment Variables".
    private static void Tell(IDictionary<string, string?> environment, NpgsqlConnectionStringBuilder server)
    {
        void Set(string variable, string? value)
        {
            if (value is { Length: > 0 }) environment[variable] = value;
        }

        Set("PGHOST", server.Host);
        Set("PGPORT", server.Port.ToString(CultureInfo.InvariantCulture));
        Set("PGUSER", server.Username);
        Set("PGPASSWORD", server.Password);
        Set("PGPASSFILE", server.Passfile);
        Set("PGSSLMODE", server.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() });
        Set("PGSSLROOTCERT", server.RootCertificate);
        Set("PGSSLCERT", server.SslCertificate);
        Set("PGSSLKEY", server.SslKey);
    }
}

/// <summary>One of PostgreSQL's own programs could not do what it was asked.</summary>
internal sealed class PostgreSqlProgramException(string message, Exception? inner = null) : IOException(message, inner);
