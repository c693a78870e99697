namespace PosCommerce.SqlCheck;

/// <summary>Which context a project's statements belong to, and as whom they run.</summary>
internal static class Contexts
{
    public const string Kernel = "app";
    public const string Migrator = "migrator";
    public const string Dispatcher = "dispatcher";

    private const string Application = "src/Application/";

    /// <summary>
    /// The context of a project by its folder, relative to the repository, with slashes; null for one that may hold no SQL.
    /// </summary>
    public static string? OfProject(string folder)
    {
        var path = folder.Replace('\\', '/').Trim('/');
        if (path == "src/Infrastructure")
            return Kernel;
        if (path == "db/Migrator")
            return Migrator;
        if (!path.StartsWith(Application, StringComparison.Ordinal))
            return null;
        var name = path.Substring(Application.Length);
        return name is "" or "Common" || name.Split('/').Length > 1 ? null : name.ToLowerInvariant();
    }

    /// <summary>The path of a source file below the project of a context; null when it stands elsewhere.</summary>
    public static string? WithinProject(string context, string file)
    {
        for (var slash = file.IndexOf('/'); slash > 0; slash = file.IndexOf('/', slash + 1))
        {
            if (OfProject(file.Substring(0, slash)) == context)
                return file.Substring(slash + 1);
        }

        return null;
    }

    /// <summary>The database role whose rights a context's statements have.</summary>
    public static string RoleOf(string context) => context is Migrator or Dispatcher ? "poscommerce_" + context : context + "_sql";

    /// <summary>Works across tenants on purpose, by a row policy of its own: SQL030 does not hold for it.</summary>
    public static bool CrossesTenants(string context) => context is Migrator or Dispatcher;
}
