using Npgsql;
using PosCommerce.Local;
using PosCommerce.Migrator;

try
{
    using var stop = new StopSignals();
    switch (args)
    {
        case ["run"]:
            return await RunHost.RunAsync(fresh: false, stop.Token);
        case ["run", "--fresh"]:
            return await RunHost.RunAsync(fresh: true, stop.Token);
        case ["migrate"]:
            return await Upkeep.MigrateAsync(stop.Token);
        case ["seed"]:
            return await Upkeep.SeedAsync(stop.Token);
        case ["with-api", .. { Length: > 0 } command]:
            return await ThrowawayApi.RunAsync(command, stop.Token);
        default:
            Console.Error.WriteLine("Usage: PosCommerce.Local run [--fresh] | migrate | seed | with-api <command>");
            return (int)ExitCode.Usage;
    }
}
catch (LocalFailure e)
{
    return Fail(e.Message);
}
catch (MigrationFailure e)
{
    return Fail(e.Message);
}
catch (NpgsqlException e)
{
    return Fail($"The database refused: {e.Message}");
}
catch (System.ComponentModel.Win32Exception e)
{
    return Fail(e.Message);
}
catch (UnauthorizedAccessException e)
{
    return Fail($"{e.Message} It belongs to another user; POSCOMMERCE_DATA names another folder.");
}
catch (OperationCanceledException)
{
    return (int)ExitCode.Ok;
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return (int)ExitCode.Failed;
}
