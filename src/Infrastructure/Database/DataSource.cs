using Microsoft.Extensions.Configuration;
using Npgsql;

namespace PosCommerce.Infrastructure.Database;

/// <summary>The pool of connections, with the settings that the rest of the design relies on.</summary>
internal static class DataSource
{
    public const string ConnectionName = "PosCommerce";

    public static NpgsqlDataSource Create(IConfiguration configuration)
    {
        var configured =
            configuration.GetConnectionString(ConnectionName)
            ?? throw new InvalidOperationException(
                "No database: set ConnectionStrings__PosCommerce to the connection string of the poscommerce_app login."
            );
        var connection = new NpgsqlConnectionStringBuilder(configured)
        {
            // Texts are constant: each is parsed and planned once a connection.
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // A violation must name its statement, or its meaning is lost.
            IncludeFailedBatchedCommand = true,
            // Every setting is local to its transaction, and an open transaction is rolled back all the same: the seven
            // statements of a reset, before each request, would undo nothing.
            NoResetOnClose = true,
            ApplicationName = "poscommerce-api",
        };
        // Below the role's own limits nothing is waited for; a black-holed connection is given up instead.
        if (!configured.Contains("Timeout", StringComparison.OrdinalIgnoreCase))
        {
            connection.Timeout = 5;
            connection.CommandTimeout = 15;
            connection.CancellationTimeout = 2_000;
        }

        return new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = "poscommerce" }.Build();
    }
}
