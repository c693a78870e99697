using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales.Ports;

/// <summary>What those are called now that sales know by their ids.</summary>
public interface IReportNames
{
    Deferred<ReportName> Stores(IReadOnlyList<Guid> ids);

    Deferred<ReportName> Terminals(IReadOnlyList<Guid> ids);

    /// <summary>People and machines that sell.</summary>
    Deferred<ReportName> Actors(IReadOnlyList<Guid> ids);

    /// <summary>Customers that are not forgotten.</summary>
    Deferred<ReportName> Customers(IReadOnlyList<Guid> ids);

    /// <summary>In which categories articles are now, one entry for each.</summary>
    Deferred<CategorizedArticle> Categories(IReadOnlyList<Guid> variantIds);
}

/// <param name="Code">Of what has one.</param>
public sealed record ReportName(Guid Id, string? Code, string Name);

public sealed record CategorizedArticle(Guid VariantId, Guid CategoryId, string Name);
