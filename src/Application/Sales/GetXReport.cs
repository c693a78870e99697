using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What a shift has come to by now; what tells the cash in its drawer is hidden from its cashier until it is counted.</summary>
public sealed record GetXReport(Guid ShiftId) : IQuery<ShiftReport>;

internal sealed class GetXReportHandler(Shifts shifts) : IQueryHandler<GetXReport, ShiftReport>
{
    public async Task<ShiftReport> Handle(GetXReport query, CancellationToken ct) => (await shifts.SeeAsync(query.ShiftId, ct)).ShownReport;
}
