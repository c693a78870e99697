using PosCommerce.Application.Core;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales end a day by the counters that Core keeps.</summary>
internal sealed class SalesDayEnds(DayEnds days) : IDayEnds
{
    public void Reach(Guid storeId, DateOnly day) => days.Reach(storeId, day);
}
