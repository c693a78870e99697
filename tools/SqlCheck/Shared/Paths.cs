namespace PosCommerce.SqlCheck;

/// <summary>Names of files that are the same on every machine.</summary>
internal static class Paths
{
    /// <summary>A path inside the repository, relative to it, with slashes; the path itself when it lies elsewhere.</summary>
    public static string Relative(string root, string path)
    {
        var folder = Slashed(root).TrimEnd('/') + "/";
        var plain = Slashed(path);
        return plain.StartsWith(folder, StringComparison.Ordinal) ? plain.Substring(folder.Length) : plain;
    }

    public static string Slashed(string path) => path.Replace('\\', '/');
}
