using Npgsql;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Scenarios;

/// <summary>Something to sell, for a merchant who has nothing yet: there are no routes for goods so far.</summary>
internal static class Catalogue
{
    public const string Barcode = "4006381333931";

    public static async Task StockAsync(TestDatabase database, string slug, string storeId)
    {
        await using var connection = new NpgsqlConnection(database.Migrator);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            with merchant as (select tenant_id from identity.tenant where slug = @slug),
            tax as (
                insert into catalog.tax_rate (tenant_id, tax_rate_id, name, rate)
                select tenant_id, app.seed_id('tax'), 'Standard', 19 from merchant returning tenant_id),
            product as (
                insert into catalog.product (tenant_id, product_id, name)
                select tenant_id, app.seed_id('product'), 'Pen' from tax returning tenant_id),
            variant as (
                insert into catalog.variant (tenant_id, variant_id, product_id, sku, name, price, currency, tax_rate_id)
                select tenant_id, app.seed_id('variant'), app.seed_id('product'), 'PEN', 'Pen', 250, 'EUR', app.seed_id('tax') from product returning tenant_id),
            barcode as (
                insert into catalog.barcode (tenant_id, barcode, variant_id)
                select tenant_id, @barcode, app.seed_id('variant') from variant returning tenant_id),
            level as (
                insert into inventory.stock_level (tenant_id, store_id, variant_id, on_hand)
                select tenant_id, @store, app.seed_id('variant'), 10 from barcode returning tenant_id)
            insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at)
            select tenant_id, gen_random_uuid(), @store, app.seed_id('variant'), 'opening', 10, gen_random_uuid(), now() from level
            """,
            connection
        );
        command.Parameters.AddWithValue("slug", slug);
        command.Parameters.AddWithValue("barcode", Barcode);
        command.Parameters.AddWithValue("store", Guid.Parse(storeId));
        await command.ExecuteNonQueryAsync();
    }
}
