using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Customers;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Reports name stores, tills, people, customers and categories as those who keep them do.</summary>
internal sealed class SalesReportNames(PlaceNames places, ActorNames actors, CustomerNames customers, ArticleCategories categories)
    : IReportNames
{
    public Deferred<ReportName> Stores(IReadOnlyList<Guid> ids) => places.Stores(ids).Select(p => new ReportName(p.Id, p.Code, p.Name));

    public Deferred<ReportName> Terminals(IReadOnlyList<Guid> ids) =>
        places.Terminals(ids).Select(p => new ReportName(p.Id, p.Code, p.Name));

    public Deferred<ReportName> Actors(IReadOnlyList<Guid> ids) => actors.Find(ids).Select(a => new ReportName(a.Id, Code: null, a.Name));

    public Deferred<ReportName> Customers(IReadOnlyList<Guid> ids) =>
        customers.Find(ids).Select(c => new ReportName(c.Id, Code: null, c.Name));

    public Deferred<CategorizedArticle> Categories(IReadOnlyList<Guid> variantIds) =>
        categories.Find(variantIds).Select(c => new CategorizedArticle(c.VariantId, c.CategoryId, c.Name));
}
