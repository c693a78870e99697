#!/usr/bin/env bash
# Shows, with Npgsql alone and a throwaway PostgreSQL, what src/Infrastructure/Database/Db.cs has to heal: an error that is
# raised while a batch's statement is bound, on the very use in which Npgsql prepares it by itself, leaves the connection out
# of step, and the next batch on it fails though nothing is wrong with it. Prints versions and what it saw; fails when that
# is not what we found any more, so that the cure can go when the cause has gone.
#
# Needs the .NET SDK, a package feed, and PostgreSQL's server programs (initdb, pg_ctl); touches nothing but a folder of its
# own under TMPDIR. Not part of CI.
set -euo pipefail

npgsql=10.0.3
folder=$(mktemp -d "${TMPDIR:-/tmp}/npgsql-finding.XXXXXX")
port=$(( 20000 + RANDOM % 20000 ))

bin=$(dirname "$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb 2>/dev/null | tail -1)")
as_server=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as_server=(setpriv --reuid postgres --regid "$(id -g postgres)" --init-groups --)
fi

cleanup() {
  "${as_server[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap cleanup EXIT

cd "$folder"
"${as_server[@]}" "$bin/initdb" -D "$folder/data" -U finding --auth trust --no-sync >/dev/null
"${as_server[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" start >/dev/null

mkdir "$folder/app"
cat > "$folder/app/finding.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Npgsql" Version="[$npgsql]" />
  </ItemGroup>
</Project>
PROJECT
cat > "$folder/app/Program.cs" <<'PROGRAM'
using Npgsql;

// An order of many pieces at a high price: their product does not fit. PostgreSQL computes it where the statement is bound,
// because it plans with the values at hand; "later" keeps it from doing so, and then it is raised while the statement runs.
const string Total = "select @pieces::bigint * @price::bigint as total";
const string Later = "select pieces * @price::bigint as total from (values (@pieces::bigint), (1)) as line (pieces) offset 0";
const string Other = "select @pieces::bigint + 1 as next";
const long Dear = 9_000_000_000_000_000;

var connectionString = args[0] + ";Max Auto Prepare=20;Auto Prepare Min Usages=2;No Reset On Close=true;Pooling=true;Maximum Pool Size=1";
await using var source = NpgsqlDataSource.Create(connectionString);
await using (var asked = await source.OpenConnectionAsync())
    Console.WriteLine($"Npgsql {typeof(NpgsqlConnection).Assembly.GetName().Version}, PostgreSQL {asked.PostgreSqlVersion}, .NET {Environment.Version}");

var failures = 0;
Check("raised at bind, first use", await Case(Total, before: 0, heal: false), "next batch is fine");
Check("raised at bind, while the statement is prepared", await Case(Total, before: 1, heal: false), "next batch fails");
Check("raised at bind, once the statement is prepared", await Case(Total, before: 2, heal: false), "next batch is fine");
Check("raised while executing, while the statement is prepared", await Case(Later, before: 1, heal: false), "next batch is fine");
Check("raised at bind, while the statement is prepared, then unprepared", await Case(Total, before: 1, heal: true), "next batch is fine");
Console.WriteLine(failures == 0 ? "As found." : $"{failures} of 5 differ from what was found.");
return failures == 0 ? 0 : 1;

void Check(string what, string seen, string found)
{
    var isAsFound = seen.StartsWith(found, StringComparison.Ordinal);
    failures += isAsFound ? 0 : 1;
    Console.WriteLine($"{(isAsFound ? "ok  " : "DIFF")} {what}: {seen}");
}

// A pool of one: whoever comes next gets this connection.
async Task<string> Case(string sql, int before, bool heal)
{
    await using var pool = NpgsqlDataSource.Create(connectionString);
    await using (var first = await pool.OpenConnectionAsync())
    {
        for (var n = 0; n < before; n++)
            await Run(first, sql, 1, 1);
        try
        {
            await Run(first, sql, Dear, Dear);
            return "nothing was raised";
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.NumericValueOutOfRange)
        {
            if (heal)
            {
                await using var rollback = new NpgsqlCommand("rollback", first);
                await rollback.ExecuteNonQueryAsync();
                first.UnprepareAll();
            }
        }
    }

    for (var n = 0; n < 3; n++)
    {
        try
        {
            await using var next = await pool.OpenConnectionAsync();
            if (await Run(next, sql, 2, 3) is var total && total != 6)
                return $"next batch answers {total}";
        }
        catch (Exception e)
        {
            return $"next batch fails: {e.GetType().Name}: {e.Message}";
        }
    }

    return "next batch is fine";
}

static async Task<long> Run(NpgsqlConnection connection, string sql, long pieces, long price)
{
    await using var batch = new NpgsqlBatch(connection);
    batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
    batch.BatchCommands.Add(new NpgsqlBatchCommand(Other) { Parameters = { new NpgsqlParameter<long>("pieces", 1) } });
    batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<long>("pieces", pieces), new NpgsqlParameter<long>("price", price) } });
    batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
    await using var reader = await batch.ExecuteReaderAsync();
    await reader.ReadAsync();
    await reader.NextResultAsync();
    await reader.ReadAsync();
    var total = reader.GetInt64(0);
    while (await reader.NextResultAsync())
    {
        // Errors of the statements behind are raised here.
    }

    return total;
}
PROGRAM

dotnet run --project "$folder/app" -- "Host=127.0.0.1;Port=$port;Username=finding;Database=postgres"
