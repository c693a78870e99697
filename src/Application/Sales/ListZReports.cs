using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Lists the Z reports of a terminal, newest first: each holds the hash of the next one in the list.</summary>
public sealed record ListZReports(Guid TerminalId, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<ZReportSummary>>,
        IPaged;

internal sealed class ListZReportsValidator : AbstractValidator<ListZReports>
{
    public ListZReportsValidator() => this.PageOf<ListZReports, long?>();
}

internal sealed class ListZReportsHandler(IDb db) : IQueryHandler<ListZReports, Page<ZReportSummary>>
{
    private const string ListSql = """
        select shift_id, number, sequence, encode(hash, 'hex') as hash, coalesce(convert_from(content, 'UTF8'), '') as content
          from sales.z_report
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and sequence < @Before
         order by sequence desc
         limit @Limit
        """;

    public async Task<Page<ZReportSummary>> Handle(ListZReports query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<KeptZReport>(
            ListSql,
            new
            {
                query.TerminalId,
                Before = Cursor.Read<long?>(query.Cursor) ?? long.MaxValue,
                Limit = query.Limit + 1,
            },
            ct
        );
        return Page<ZReportSummary>.Of(rows, query.Limit, z => (long?)z.Sequence, z => z.Listed);
    }
}
