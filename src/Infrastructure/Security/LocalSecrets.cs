using Microsoft.Extensions.Configuration;

namespace PosCommerce.Infrastructure.Security;

/// <summary>Keys that Development makes for itself: kept among the local data, readable by their owner only.</summary>
internal static class LocalSecrets
{
    /// <summary>The text of the file, made on first use; without a folder for local data a fresh one each time.</summary>
    public static string ReadOrCreate(IConfiguration configuration, string fileName, Func<string> make)
    {
        if (configuration["POSCOMMERCE_DATA"] is not { } folder)
            return make();
        var path = Path.Combine(folder, fileName);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, make());
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return File.ReadAllText(path);
    }
}
