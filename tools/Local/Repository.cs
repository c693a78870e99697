namespace PosCommerce.Local;

/// <summary>The checkout that this program was built in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PosCommerce.sln")))
                return folder.FullName;
        }

        throw new LocalFailure($"{AppContext.BaseDirectory} is not inside a checkout of PosCommerce.");
    }
}
