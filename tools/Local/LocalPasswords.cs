using System.Security.Cryptography;
using System.Text.Json;
using PosCommerce.Migrator;

namespace PosCommerce.Local;

/// <summary>The passwords of one checkout: made once, kept readable by its owner only, never known to anyone else.</summary>
public sealed record LocalPasswords(string Migrator, string App, string Dispatcher, string Backup, string Demo)
{
    private const string FileName = "passwords.json";
    private const string DemoVariable = "POSCOMMERCE_DEMO_PASSWORD";

    // No letters or digits that are easily taken for one another: this password is also typed.
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int DemoLength = 16;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Those of the four logins.</summary>
    public RolePasswords Roles => new(Migrator, App, Dispatcher, Backup);

    /// <summary>Those kept in the folder; the demo password is the environment's if it has one.</summary>
    public static LocalPasswords LoadOrCreate(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            Keep(Generate(), file);
        var kept =
            JsonSerializer.Deserialize<LocalPasswords>(File.ReadAllText(file)) ?? throw new LocalFailure($"{file} is empty: delete it.");
        return Environment.GetEnvironmentVariable(DemoVariable) is { Length: > 0 } demo ? kept with { Demo = demo } : kept;
    }

    /// <summary>Makes them those of a folder that has none yet.</summary>
    internal void KeepIn(string folder) => Keep(this, Path.Combine(folder, FileName));

    /// <summary>Fresh ones, for a server that nobody else uses.</summary>
    public static LocalPasswords Generate() =>
        new(Secret(), Secret(), Secret(), Secret(), RandomNumberGenerator.GetString(Readable, DemoLength));

    // A record prints its members; these must not be printed.
    public override string ToString() => nameof(LocalPasswords);

    private static void Keep(LocalPasswords passwords, string file)
    {
        var draft = $"{file}.{Environment.ProcessId}";
        PrivateFile.Write(draft, JsonSerializer.Serialize(passwords, Indented));
        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process was first; its passwords are the ones.
            File.Delete(draft);
        }
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
