using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>One shift of the caller's stores.</summary>
public sealed record GetShift(Guid ShiftId) : IQuery<Shift>;

internal sealed class GetShiftHandler(Shifts shifts) : IQueryHandler<GetShift, Shift>
{
    public async Task<Shift> Handle(GetShift query, CancellationToken ct) => (await shifts.SeeAsync(query.ShiftId, ct)).Shift;
}
