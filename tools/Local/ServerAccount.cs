using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Local;

/// <summary>The user that PostgreSQL runs as: this one, or an unprivileged one if this is root, which PostgreSQL refuses.</summary>
internal sealed record ServerAccount(string? User)
{
    internal static ServerAccount Of(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerAccount(User: null);

        // Files of a plain user stay that user's, also when root comes by.
        if (
            Directory.Exists(folder)
            && Shell.Run("stat", "-c", "%U", folder) is { Code: 0 } answer
            && answer.Output.Trim() is var owner and not ("root" or "UNKNOWN" or "")
        )
            return new ServerAccount(owner);

        return new ServerAccount(Shell.Run("id", "-u", "postgres").Code == 0 ? "postgres" : "nobody");
    }

    /// <summary>The command as this account runs it.</summary>
    internal string[] As(params string[] command)
    {
        if (User is null)
            return command;
        if (Shell.Find("runuser") is { } runuser)
            return [runuser, "-u", User, "--", .. command];
        if (Shell.Find("setpriv") is { } setpriv)
            return [setpriv, "--reuid", User, "--regid", Shell.Run("id", "-g", User).Output.Trim(), "--init-groups", "--", .. command];
        throw new LocalFailure(
            "PostgreSQL does not run as root, and neither runuser nor setpriv is here (Debian: apt-get install util-linux); or run this as a plain user."
        );
    }

    /// <summary>
    /// The folder, made and given to the account; one elsewhere if the account cannot reach it, as below a closed home.
    /// </summary>
    internal string Reachable(string folder, Action<string> say)
    {
        if (TryGive(folder))
            return folder;

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12];
        var elsewhere = $"/var/tmp/poscommerce-{name}";
        if (!TryGive(elsewhere))
            throw new LocalFailure(
                $"The user {User} can write neither to {folder} nor to {elsewhere}: set POSCOMMERCE_DATA to a folder that it can reach."
            );
        say($"PostgreSQL runs as {User}, who cannot reach {folder}; its data is kept in {elsewhere}.");
        return elsewhere;
    }

    private bool TryGive(string folder)
    {
        PrivateFile.MakeFolder(folder);
        if (User is null)
            return true;
        return Shell.Run("chown", User, folder).Code == 0 && Shell.Run(As("sh", "-c", "cd \"$1\" && test -w .", "sh", folder)).Code == 0;
    }
}
