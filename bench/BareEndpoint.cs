using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PosCommerce.Bench;

/// <summary>
/// The same reads by ASP.NET Core and Npgsql alone: one turn, prepared, no tenant, no rights, no pipeline, no log. What
/// the product costs on top of the platform that it stands on is the difference.
/// </summary>
internal static class BareEndpoint
{
    public const string Verb = "peer";
    public const string DatabaseVariable = "BENCH_DATABASE";

    private const string ListSql = """
        select v.variant_id, v.product_id, v.sku, v.name,
               array(select b.barcode from catalog.barcode as b where b.tenant_id = @tenant and b.variant_id = v.variant_id
                   order by b.barcode) as barcodes,
               v.price, v.currency, t.rate as tax_rate, false as is_archived
          from catalog.variant as v
          join catalog.tax_rate as t using (tenant_id, tax_rate_id)
         where v.tenant_id = @tenant
           and t.tenant_id = @tenant
           and v.archived_at is null
         order by v.name, v.variant_id
         limit @Limit
        """;

    private const string AvailableOnPageSql = """
        select l.store_id, l.variant_id, l.on_hand - l.reserved as available
          from (select variant_id
                  from catalog.variant
                 where tenant_id = @tenant
                   and archived_at is null
                 order by name, variant_id
                 limit @Limit) as page
          join inventory.stock_level as l on l.tenant_id = @tenant and l.variant_id = page.variant_id
         order by l.variant_id, l.store_id
        """;

    private const string VariantSql = """
        select v.variant_id, v.product_id, v.sku, v.name,
               array(select b.barcode from catalog.barcode as b where b.tenant_id = @tenant and b.variant_id = v.variant_id
                   order by b.barcode) as barcodes,
               v.price, v.currency, t.rate as tax_rate, v.archived_at is not null as is_archived
          from catalog.variant as v
          join catalog.tax_rate as t using (tenant_id, tax_rate_id)
         where v.tenant_id = @tenant
           and t.tenant_id = @tenant
           and v.variant_id = @VariantId
        """;

    private const string AvailableSql = """
        select store_id, variant_id, on_hand - reserved as available
          from inventory.stock_level
         where tenant_id = @tenant
           and variant_id = @VariantId
         order by variant_id, store_id
        """;

    public static async Task<int> ServeAsync(CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(DatabaseVariable))
        {
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
        };
        await using var source = NpgsqlDataSource.Create(settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();

        app.MapGet(
            "/variants",
            async http =>
            {
                const int limit = 50;
                var items = await ReadAsync(
                    source,
                    ListSql,
                    AvailableOnPageSql,
                    command => command.Parameters.Add(new NpgsqlParameter<int>("Limit", limit + 1)),
                    http.RequestAborted
                );
                await WriteAsync(http, new { items = items.Take(limit), nextCursor = items.Count > limit ? items[limit - 1].Name : null });
            }
        );
        app.MapGet(
            "/variants/{id:guid}",
            async http =>
            {
                var id = Guid.Parse((string)http.Request.RouteValues["id"]!, CultureInfo.InvariantCulture); // The route has one.
                var items = await ReadAsync(
                    source,
                    VariantSql,
                    AvailableSql,
                    command => command.Parameters.Add(new NpgsqlParameter<Guid>("VariantId", id)),
                    http.RequestAborted
                );
                await WriteAsync(http, items.Single());
            }
        );
        await app.StartAsync(ct);
        try
        {
            await app.WaitForShutdownAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Told to stop: that is how it ends.
        }

        return 0;
    }

    private static async Task<List<Item>> ReadAsync(
        NpgsqlDataSource source,
        string variants,
        string available,
        Action<NpgsqlBatchCommand> bind,
        CancellationToken ct
    )
    {
        await using var batch = source.CreateBatch();
        foreach (var sql in new[] { variants, available })
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<Guid>("tenant", Shop.Tenant));
            bind(command);
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        List<Item> items = [];
        while (await reader.ReadAsync(ct))
        {
            items.Add(
                new Item(
                    reader.GetGuid(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.GetFieldValue<string[]>(4),
                    reader.GetInt64(5),
                    reader.GetString(6),
                    reader.GetDecimal(7),
                    reader.GetBoolean(8),
                    []
                )
            );
        }

        var byId = items.ToDictionary(i => i.VariantId);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (byId.TryGetValue(reader.GetGuid(1), out var item))
                item.Available.Add(new Stock(reader.GetGuid(0), reader.GetDecimal(2)));
        }

        return items;
    }

    // The body's length is told, as the product tells it: neither is chunked.
    private static async Task WriteAsync<T>(HttpContext http, T answer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    private sealed record Item(
        Guid VariantId,
        Guid ProductId,
        string Sku,
        string Name,
        string[] Barcodes,
        long Price,
        string Currency,
        decimal TaxRate,
        bool IsArchived,
        List<Stock> Available
    );

    private sealed record Stock(Guid StoreId, decimal Available);
}
