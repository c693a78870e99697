using System.Reflection;
using Npgsql;

namespace PosCommerce.Infrastructure.Database;

/// <summary>Asks whether the database answers and has the schema that this build was made for, or a newer one.</summary>
internal sealed class Readiness(NpgsqlDataSource dataSource) : IReadiness
{
    private const string IsAppliedSql = "select exists (select from public.schemaversions where scriptname = @Script)";

    /// <summary>The last migration that was in the source when this was compiled.</summary>
    private static readonly string Required = typeof(Readiness)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "SchemaVersion")
        .Value!; // Written by the project file.

    public async Task<string?> ProblemAsync(CancellationToken ct)
    {
        try
        {
            return (await dataSource.QueryAsync<bool>(IsAppliedSql, new { Script = Required }, ct)) is [true]
                ? null
                : $"The schema lacks {Required}: run the migrator.";
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return "The database has no schema: run the migrator.";
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return "The database does not answer.";
        }
    }
}
