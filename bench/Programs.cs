namespace PosCommerce.Bench;

/// <summary>Programs of a PostgreSQL installation that is not started here.</summary>
internal static class Programs
{
    /// <summary>The full path, or null when there is none.</summary>
    public static string? Find(string name)
    {
        const string debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(debian) ? Directory.GetDirectories(debian).Select(version => Path.Combine(version, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(installed)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
