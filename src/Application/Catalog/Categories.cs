using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>The tree of categories: how it is held still, read and rearranged.</summary>
internal sealed class Categories(IDb db, TillNotes notes)
{
    /// <summary>Levels, the top one counted.</summary>
    public const int Deepest = 10;

    // Of two who rearrange the tree, the second sees what the first made of it: no one category can end up below itself.
    private const string LockSql = """
        select true as is_held
          from pg_advisory_xact_lock(hashtextextended('catalog.category ' || @tenant::uuid, 0))
        """;

    private const string FindSql =
        CategoryRow.Columns
        + """

              from catalog.category as c
             where c.tenant_id = @tenant
               and c.category_id = @CategoryId
            """;

    private const string TopSql = """
        select category_id, place
          from catalog.category
         where tenant_id = @tenant
           and parent_id is null
         order by place
        """;

    private const string BelowSql = """
        select category_id, place
          from catalog.category
         where tenant_id = @tenant
           and parent_id = @ParentId
         order by place
        """;

    // All of it in one statement: a place that one has left and another takes is never both.
    private const string ArrangeSql = """
        update catalog.category as c
           set place = m.onto || substr(c.place, length(m.place) + 1),
               path = case when m.is_moved then @Above::uuid[] || c.path[@Depth::integer:] else c.path end,
               parent_id = case when c.category_id = @CategoryId then @ParentId else c.parent_id end,
               version = case when m.is_moved then c.version + 1 else c.version end
          from unnest(@Places, @Ends, @Onto, @AreMoved) as m (place, place_end, onto, is_moved)
         where c.tenant_id = @tenant
           and c.place >= m.place
           and c.place < m.place_end
           and (m.is_moved or c.place < @MovedPlace or c.place >= @MovedEnd)
        """;

    /// <summary>Queues that nobody else changes the tree until this transaction ends, which does.</summary>
    public void HoldStill()
    {
        db.Lock(LockSql);
        notes.Categories();
    }

    /// <summary>One category; null when there is none.</summary>
    public Task<CategoryRow?> FindAsync(Guid categoryId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<CategoryRow>(FindSql, new { CategoryId = categoryId }, ct);

    /// <summary>One category of a tree that is held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<CategoryRow> LockAsync(Guid categoryId, CancellationToken ct)
    {
        HoldStill();
        return await FindAsync(categoryId, ct) ?? throw new Refused(CatalogErrors.CategoryNotFound);
    }

    /// <summary>What a category is to stand below; null for the top.</summary>
    /// <exception cref="Refused">There is none, or it is archived.</exception>
    public async Task<CategoryRow?> ParentAsync(Guid? parentId, CancellationToken ct)
    {
        if (parentId is not { } id)
            return null;
        var parent =
            await FindAsync(id, ct)
            ?? throw new Refused(Naming.About(CatalogErrors.CategoryNotFound, "There is no such category.", ["parentId"]));
        return parent.IsArchived ? throw new Refused(CatalogErrors.ParentIsArchived) : parent;
    }

    /// <summary>
    /// Makes room for a category, and answers its place; one that is there already moves to it with all that is below it.
    /// </summary>
    /// <param name="moved">The category as it stands; null for one that is made.</param>
    /// <param name="parent">Below which it is to stand; null for the top.</param>
    /// <param name="beforeId">The sibling that it is to stand before; null for the last place.</param>
    /// <exception cref="Refused">There is no such sibling.</exception>
    public async Task<CategoryMove> PlaceAsync(CategoryRow? moved, CategoryRow? parent, Guid? beforeId, CancellationToken ct)
    {
        var siblings = await SiblingsAsync(parent?.CategoryId, ct);
        var stoodBefore = siblings.SkipWhile(s => s.CategoryId != moved?.CategoryId).Skip(1).FirstOrDefault()?.CategoryId;
        siblings.RemoveAll(s => s.CategoryId == moved?.CategoryId);
        var at = beforeId is null ? siblings.Count : siblings.FindIndex(s => s.CategoryId == beforeId);
        if (at < 0)
            throw new Refused(CatalogErrors.SiblingNotFound);
        var (number, others) = SiblingOrder.Insert([.. siblings.Select(s => SiblingOrder.Read(s.Place))], at);
        var above = parent?.Place ?? "";
        var place = above + SiblingOrder.Write(number);
        var moves = others
            .Select(o => (From: above + SiblingOrder.Write(o.From), Onto: above + SiblingOrder.Write(o.To), IsMoved: false))
            .ToList();
        if (moved is not null)
            moves.Add((moved.Place, place, IsMoved: true));
        if (moves.Count > 0)
            db.Enqueue(
                    ArrangeSql,
                    new
                    {
                        Above = parent?.Path ?? [],
                        Depth = moved?.Path.Length ?? 1,
                        CategoryId = moved?.CategoryId ?? Guid.Empty,
                        ParentId = parent?.CategoryId,
                        Places = moves.Select(m => m.From).ToArray(),
                        Ends = moves.Select(m => EndOf(m.From)).ToArray(),
                        Onto = moves.Select(m => m.Onto).ToArray(),
                        AreMoved = moves.Select(m => m.IsMoved).ToArray(),
                        MovedPlace = moved?.Place ?? "",
                        MovedEnd = moved?.End ?? "",
                    }
                )
                .OnConstraint("category_name_is_taken", CatalogErrors.CategoryNameTaken);
        return new CategoryMove(place, stoodBefore, at < siblings.Count ? siblings[at].CategoryId : null);
    }

    /// <summary>Tells that the name or the number of a category is another's.</summary>
    public static IQueued Named(IQueued written) =>
        written
            .OnConstraint("category_name_is_taken", CatalogErrors.CategoryNameTaken)
            .OnConstraint("category_external_id_is_taken", CatalogErrors.ExternalIdTaken);

    /// <summary>Behind a place and those of all below it.</summary>
    public static string EndOf(string place) => place + "~";

    private async Task<List<Sibling>> SiblingsAsync(Guid? parentId, CancellationToken ct) =>
        [
            .. parentId is { } id
                ? await db.QueryAsync<Sibling>(BelowSql, new { ParentId = id }, ct)
                : await db.QueryAsync<Sibling>(TopSql, null, ct),
        ];

    private sealed record Sibling(Guid CategoryId, string Place);
}

/// <param name="StoodBeforeId">The sibling that it stood before until now, where it stays below the same parent.</param>
internal sealed record CategoryMove(string Place, Guid? StoodBeforeId, Guid? BeforeId);

/// <summary>What a merchant calls a category.</summary>
internal interface ICategoryDetails
{
    string Name { get; }

    string? ExternalId { get; }
}

internal static class CategoryRules
{
    public static void CategoryDetails<T>(this AbstractValidator<T> validator)
        where T : ICategoryDetails
    {
        validator.RuleFor(c => c.Name).ShortText(100);
        validator.RuleFor(c => c.ExternalId).Code(100);
    }
}
