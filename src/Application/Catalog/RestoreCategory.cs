using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Takes an archived category into use again, with what was archived with it; what was archived by itself before stays so.
/// </summary>
public sealed record RestoreCategory(Guid CategoryId) : ICommand<Category>;

internal sealed class RestoreCategoryHandler(IDb db, Categories categories, IActor actor) : ICommandHandler<RestoreCategory, Category>
{
    private const string RestoreSql = """
        update catalog.category
           set archived_at = null,
               archived_with = null,
               version = version + 1
         where tenant_id = @tenant
           and place >= @Place
           and place < @End
           and archived_with = @CategoryId
        """;

    public async Task<Category> Handle(RestoreCategory command, CancellationToken ct)
    {
        var before = await categories.LockAsync(command.CategoryId, ct);
        actor.RequireVersion(before.Version);
        if (!before.IsArchived)
            throw new Refused(CatalogErrors.CategoryIsInUse);
        await categories.ParentAsync(before.ParentId, ct);
        var after = before with { IsArchived = false, Version = before.Version + 1 };
        db.Changes(before.Category, after.Category);
        db.Enqueue(
                RestoreSql,
                new
                {
                    before.CategoryId,
                    before.Place,
                    before.End,
                }
            )
            .OnConstraint("category_name_is_taken", CatalogErrors.CategoryNameTaken);
        return after.Category;
    }
}
