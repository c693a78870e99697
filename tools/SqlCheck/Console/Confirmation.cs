using System.Security.Cryptography;

namespace PosCommerce.SqlCheck;

/// <summary>
/// What a good check leaves behind for <c>publish</c>: the hashes of everything it has confirmed. Directory.Build.targets
/// compares them before anything is published.
/// </summary>
internal static class Confirmation
{
    private const string FilePath = "artifacts/sqlcheck/checked";

    public static void Write(string root)
    {
        var file = Path.Combine(root, FilePath);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // A path inside a folder has one.
        File.WriteAllLines(
            file,
            Files(root)
                .Select(confirmed => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(confirmed))))
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
    }

    public static void Remove(string root)
    {
        if (File.Exists(Path.Combine(root, FilePath)))
            File.Delete(Path.Combine(root, FilePath));
    }

    // The same as in the target RequireCheckedSql.
    private static IEnumerable<string> Files(string root) =>
        new[]
        {
            (Folder: Snapshot.Folder, Pattern: "*.json", Depth: SearchOption.AllDirectories),
            (Folder: Scripts.MigrationsFolder, Pattern: "*.sql", Depth: SearchOption.TopDirectoryOnly),
            (Folder: Scripts.SeedsFolder, Pattern: "*.sql", Depth: SearchOption.TopDirectoryOnly),
            (Folder: "db", Pattern: "*.json", Depth: SearchOption.TopDirectoryOnly),
        }
            .Select(place => place with { Folder = Path.Combine(root, place.Folder) })
            .Where(place => Directory.Exists(place.Folder))
            .SelectMany(place => Directory.GetFiles(place.Folder, place.Pattern, place.Depth));
}
