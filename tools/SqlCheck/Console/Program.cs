using Npgsql;
using PosCommerce.Local;
using PosCommerce.Migrator;
using PosCommerce.SqlCheck;
using ExitCode = PosCommerce.SqlCheck.ExitCode;

const string usage = """
    Usage: PosCommerce.SqlCheck [prepare] [--prune]      verify every statement and write db/snapshot
           PosCommerce.SqlCheck --check                  verify and compare with db/snapshot, write nothing
           PosCommerce.SqlCheck compat --from <git ref>  verify that release's statements on this schema
           (--root <folder> names another source tree)
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    var words = args.ToList();
    string? root = null;
    if (words.IndexOf("--root") is var at and >= 0 && at + 1 < words.Count)
    {
        root = Path.GetFullPath(words[at + 1]);
        words.RemoveRange(at, 2);
    }

    root ??= Repository.Root;
    var progress = Progress.ForConsole();
    var commands = new Commands(root, progress, Console.Out, ct => CheckServer.OpenAsync(root, progress.Say, ct));
    switch (words)
    {
        case [] or ["prepare"]:
            return (int)await commands.PrepareAsync(prune: false, stop.Token);
        case ["--prune"] or ["prepare", "--prune"]:
            return (int)await commands.PrepareAsync(prune: true, stop.Token);
        case ["--check"] or ["check"]:
            return (int)await commands.CheckAsync(stop.Token);
        case ["compat", "--from", var reference]:
            return (int)await commands.CompatAsync(reference, stop.Token);
        default:
            Console.Error.WriteLine(usage);
            return (int)ExitCode.NotChecked;
    }
}
catch (Exception e)
    when (e is CheckFailure or LocalFailure or MigrationFailure or NpgsqlException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return (int)ExitCode.NotChecked;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped; nothing is known.");
    return (int)ExitCode.NotChecked;
}
