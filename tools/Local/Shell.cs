using System.ComponentModel;
using System.Diagnostics;

namespace PosCommerce.Local;

/// <summary>What a program that ran to its end left behind.</summary>
internal sealed record Finished(int Code, string Output, string Errors)
{
    /// <summary>Everything it said, in one line, for a message.</summary>
    internal string Said =>
        string.Join(' ', (Output + '\n' + Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

/// <summary>Runs a program without a shell in between, so that no path needs quoting.</summary>
internal static class Shell
{
    internal static Task<Finished> RunAsync(IEnumerable<string> command, CancellationToken ct) => RunInAsync("/", command, ct);

    internal static async Task<Finished> RunInAsync(string folder, IEnumerable<string> command, CancellationToken ct)
    {
        using var process = Start(command, folder);
        // Drained together: a program that fills one pipe while the other is read to its end would wait for ever.
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Nothing that was started here goes on by itself.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return new Finished(process.ExitCode, await output, await errors);
    }

    internal static Finished Run(params string[] command)
    {
        using var process = Start(command, "/");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Finished(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>The full path of a program on PATH, if it is there.</summary>
    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            // A plain user's PATH often lacks the folders of system programs such as runuser.
            .Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static Process Start(IEnumerable<string> command, string folder)
    {
        var words = command.ToList();
        var start = new ProcessStartInfo(words[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        words.Skip(1).ToList().ForEach(start.ArgumentList.Add);
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new LocalFailure($"{words[0]} cannot be started: {e.Message}.", e);
        }
    }
}
