using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What a closed shift came to, as it was frozen.</summary>
public sealed record GetZReport(Guid ShiftId) : IQuery<ZReport>;

internal sealed class GetZReportHandler(IDb db, Shifts shifts) : IQueryHandler<GetZReport, ZReport>
{
    private const string FindSql = """
        select shift_id, number, sequence, encode(hash, 'hex') as hash, coalesce(convert_from(content, 'UTF8'), '') as content
          from sales.z_report
         where tenant_id = @tenant
           and shift_id = @ShiftId
        """;

    public async Task<ZReport> Handle(GetZReport query, CancellationToken ct)
    {
        var kept = db.Defer<KeptZReport>(FindSql, new { query.ShiftId });
        await shifts.SeeAsync(query.ShiftId, ct);
        return (await kept.SingleOrDefaultAsync(ct))?.Shown ?? throw new Refused(ShiftErrors.IsNotClosed);
    }
}
