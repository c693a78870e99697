using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Takes a category with all that is below it out of use, until it is restored; its products stay in it.</summary>
public sealed record ArchiveCategory(Guid CategoryId) : ICommand<Category>;

internal sealed class ArchiveCategoryHandler(IDb db, Categories categories, IActor actor) : ICommandHandler<ArchiveCategory, Category>
{
    private const string ArchiveSql = """
        update catalog.category
           set archived_at = @Now,
               archived_with = @CategoryId,
               version = version + 1
         where tenant_id = @tenant
           and place >= @Place
           and place < @End
           and archived_at is null
        """;

    public async Task<Category> Handle(ArchiveCategory command, CancellationToken ct)
    {
        var before = await categories.LockAsync(command.CategoryId, ct);
        actor.RequireVersion(before.Version);
        before.RequireInUse();
        var after = before with { IsArchived = true, Version = before.Version + 1 };
        db.Changes(before.Category, after.Category);
        db.Enqueue(
            ArchiveSql,
            new
            {
                before.CategoryId,
                before.Place,
                before.End,
                actor.Now,
            }
        );
        return after.Category;
    }
}
