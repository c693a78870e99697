using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>A group of products, in a tree that its merchant sorts by hand.</summary>
/// <param name="ParentId">The one right above; absent at the top.</param>
/// <param name="Path">From the top down to this one.</param>
/// <param name="Depth">1 at the top.</param>
/// <param name="ExternalId">What another system knows it by.</param>
/// <param name="Version">Counts the changes of the category, and of those above it.</param>
[Audited(nameof(Name), nameof(ParentId), nameof(ExternalId), nameof(IsArchived))]
public sealed record Category(
    Guid CategoryId,
    Guid? ParentId,
    string Name,
    IReadOnlyList<CategoryStep> Path,
    int Depth,
    string? ExternalId,
    bool IsArchived,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/categories/{CategoryId}";
}

/// <summary>A category on the way to another.</summary>
public sealed record CategoryStep(Guid CategoryId, string Name);

/// <summary>Before which sibling a category stands, for the audit log; absent when it is the last.</summary>
[Audited(nameof(ParentId), nameof(BeforeId))]
internal sealed record CategoryStand(Guid? ParentId, Guid? BeforeId);

/// <param name="Place">Those below have places that begin with it.</param>
internal sealed record CategoryRow(
    Guid CategoryId,
    Guid? ParentId,
    string Name,
    string Place,
    Guid[] Path,
    string[] Names,
    string? ExternalId,
    bool IsArchived,
    int Version
)
{
    public const string Columns = """
        select c.category_id, c.parent_id, c.name, c.place, c.path,
               array(select a.name from catalog.category as a where a.tenant_id = @tenant and a.category_id = any (c.path)
                   order by a.place) as names,
               c.external_id, c.archived_at is not null as is_archived, c.version
        """;

    public Category Category =>
        new(
            CategoryId,
            ParentId,
            Name,
            [.. Path.Zip(Names, (id, name) => new CategoryStep(id, name))],
            Path.Length,
            ExternalId,
            IsArchived,
            Version
        );

    /// <summary>Behind its place and those of all below it.</summary>
    public string End => Categories.EndOf(Place);

    /// <exception cref="Refused">It is archived.</exception>
    public void RequireInUse()
    {
        if (IsArchived)
            throw new Refused(CatalogErrors.CategoryIsArchived);
    }
}
