using Npgsql;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Scenarios;

/// <summary>A tax for a merchant who has nothing yet: there are no routes for taxes so far.</summary>
internal static class Catalogue
{
    public static async Task<Guid> TaxClassAsync(TestDatabase database, string slug)
    {
        await using var connection = new NpgsqlConnection(database.Migrator);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            insert into catalog.tax_rate (tenant_id, tax_rate_id, name, rate)
            select tenant_id, app.seed_id('tax'), 'Standard', 19 from identity.tenant where slug = @slug
            returning tax_rate_id
            """,
            connection
        );
        command.Parameters.AddWithValue("slug", slug);
        return (Guid)(await command.ExecuteScalarAsync())!; // The merchant is there.
    }
}
