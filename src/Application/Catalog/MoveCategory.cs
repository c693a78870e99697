using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Moves a category with all that is below it to another place in the tree, or among its siblings.</summary>
/// <param name="ParentId">Below which it stands from now on; at the top when left out.</param>
/// <param name="BeforeId">The sibling there that it stands before; behind all of them when left out.</param>
public sealed record MoveCategory(Guid CategoryId, Guid? ParentId = null, Guid? BeforeId = null) : ICommand<Category>;

internal sealed class MoveCategoryValidator : AbstractValidator<MoveCategory>
{
    public MoveCategoryValidator()
    {
        RuleFor(c => c.ParentId).NotEqual(Guid.Empty);
        RuleFor(c => c.BeforeId).NotEqual(Guid.Empty);
    }
}

internal sealed class MoveCategoryHandler(IDb db, Categories categories, IActor actor) : ICommandHandler<MoveCategory, Category>
{
    private const string DeepestSql = """
        select coalesce(max(cardinality(path)), 0)
          from catalog.category
         where tenant_id = @tenant
           and place >= @Place
           and place < @End
        """;

    public async Task<Category> Handle(MoveCategory command, CancellationToken ct)
    {
        var before = await categories.LockAsync(command.CategoryId, ct);
        actor.RequireVersion(before.Version);
        before.RequireInUse();
        var deepest = db.Defer<int>(DeepestSql, new { before.Place, before.End });
        var parent = await categories.ParentAsync(command.ParentId, ct);
        if (parent?.Path.Contains(before.CategoryId) ?? false)
            throw new Refused(CatalogErrors.CategoryBelowItself);
        var levels = await deepest.SingleAsync(ct) - before.Path.Length + 1;
        if ((parent?.Path.Length ?? 0) + levels > Categories.Deepest)
            throw new Refused(CatalogErrors.CategoryTooDeep);
        var move = await categories.PlaceAsync(before, parent, command.BeforeId, ct);
        var after = before with
        {
            ParentId = parent?.CategoryId,
            Place = move.Place,
            Path = [.. parent?.Path ?? [], before.CategoryId],
            Names = [.. parent?.Names ?? [], before.Name],
            Version = before.Version + 1,
        };
        db.Changes(new CategoryStand(before.ParentId, move.StoodBeforeId), new CategoryStand(after.ParentId, move.BeforeId));
        return after.Category;
    }
}
