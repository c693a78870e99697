using System.IO.Compression;
using System.Text;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Counts what an export is to hold, then writes all of it as of one moment: the file is there as a whole or not at all.</summary>
public sealed record ExportProducts(Guid ExportId, bool IsCounted = false) : IJob, IOneMoment
{
    public static string Kind => "catalog.export_products";
}

internal sealed class ExportProductsHandler(Exports exports, Products products, CodePatterns patterns, IPrices prices, IDb db)
    : ICommandHandler<ExportProducts, JobDone>
{
    // Of a part: what is in hand at a time.
    private const int ProductsOfPart = 500;

    private const string Wanted = """
          from catalog.product as p
         where p.tenant_id = @tenant
           and p.product_id > @After
           and p.archived_at is null
           and (@Status::text is null or case when p.is_draft then 'draft' else 'active' end = @Status)
        """;

    private const string PageSql =
        """
            select p.product_id

            """
        + Wanted
        + ProductWalk.Filters
        + """

             order by p.product_id
             limit @Limit
            """;

    // Walked in their order, as the pages are.
    private const string CountSql =
        """
            select count(*)::integer
              from (
                   select p.product_id

            """
        + Wanted
        + ProductWalk.Filters
        + """

                    order by p.product_id
                    limit @Limit
                   ) as wanted
              join catalog.variant as v using (product_id)
             where v.tenant_id = @tenant
               and v.archived_at is null
            """;

    private const string AddPartSql = """
        insert into catalog.export_part (export_id, part, content)
        values (@ExportId, @Part, @Content)
        """;

    public async Task<JobDone> Handle(ExportProducts command, CancellationToken ct)
    {
        if (!command.IsCounted)
            return await CountAsync(command, ct);
        // Not held: whoever cancels it meanwhile does not wait, and this finds out when it says that it is done.
        if (await exports.FindAsync(command.ExportId, ct) is not { IsOver: false } export)
            return JobDone.Whole;
        var done = await WriteAsync(export, ct);
        exports.Save(done with { Status = ExportStatus.Done });
        return new JobDone(Progress: new JobProgress(done.RowsDone, done.RowsDone));
    }

    private async Task<JobDone> CountAsync(ExportProducts command, CancellationToken ct)
    {
        if (await exports.HoldAsync(command.ExportId, ct) is not { IsOver: false } export)
            return JobDone.Whole;
        var rows = await db.QuerySingleOrDefaultAsync<int>(
            CountSql,
            new
            {
                After = Guid.Empty,
                Status = export.ProductStatus,
                Kind = export.ProductKind,
                Brand = ArticleFilterRules.KeyOf(export.Brand),
                Tag = ArticleFilterRules.KeyOf(export.Tag),
                export.CategoryId,
                Limit = int.MaxValue,
            },
            ct
        );
        exports.Save(export with { Status = ExportStatus.Running, RowsTotal = rows });
        return new JobDone(command with { IsCounted = true }, new JobProgress(0, rows));
    }

    private async Task<ExportRecord> WriteAsync(ExportRecord export, CancellationToken ct)
    {
        var table = new ArticleTable(
            await patterns.InForce().SingleAsync(ct),
            (await prices.TaxClassCodes().ToListAsync(ct)).ToDictionary(c => c.TaxClassId, c => c.Code),
            CategoryPaths.Of(await db.QueryAsync<KnownCategory>(KnownCategory.AllSql, ct: ct))
        );
        var (written, part) = (export with { RowsTotal = 0, RowsDone = 0, Bytes = 0 }, 0);
        IReadOnlyList<Guid> page = [];
        do
        {
            var after = page.Count == 0 ? Guid.Empty : page[^1];
            page = await db.QueryAsync<Guid>(
                PageSql,
                new
                {
                    After = after,
                    Status = export.ProductStatus,
                    Kind = export.ProductKind,
                    Brand = ArticleFilterRules.KeyOf(export.Brand),
                    Tag = ArticleFilterRules.KeyOf(export.Tag),
                    export.CategoryId,
                    Limit = ProductsOfPart,
                },
                ct
            );
            var found = (await products.FindManyAsync(page, hold: false, ct)).ToDictionary(p => p.ProductId);
            var text = Encoding.UTF8.GetBytes(table.Written([.. page.Select(id => found[id])], withHeader: part == 0, out var rows));
            db.Enqueue(
                AddPartSql,
                new
                {
                    export.ExportId,
                    Part = part++,
                    Content = Packed(text),
                }
            );
            written = written with
            {
                RowsTotal = written.RowsTotal + rows,
                RowsDone = written.RowsDone + rows,
                Bytes = written.Bytes + text.Length,
            };
        } while (page.Count == ProductsOfPart);

        return written;
    }

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(text);
        return packed.ToArray();
    }
}
