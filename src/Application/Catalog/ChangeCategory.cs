using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Renames a category; what is left out becomes empty. Where it stands, and what is below it, stays.</summary>
/// <param name="Name">No sibling in use has it, whatever its capitals and accents.</param>
/// <param name="ExternalId">What another system knows it by; no other category has it.</param>
public sealed record ChangeCategory(Guid CategoryId, string Name, string? ExternalId = null) : ICommand<Category>, ICategoryDetails, IEdit;

internal sealed class ChangeCategoryValidator : AbstractValidator<ChangeCategory>
{
    public ChangeCategoryValidator() => this.CategoryDetails();
}

internal sealed class ChangeCategoryHandler(IDb db, Categories categories, IActor actor) : ICommandHandler<ChangeCategory, Category>
{
    // The path of those below shows the name.
    private const string SaveSql = """
        update catalog.category
           set name = case when category_id = @CategoryId then @Name else name end,
               external_id = case when category_id = @CategoryId then @ExternalId else external_id end,
               version = version + 1
         where tenant_id = @tenant
           and place >= @Place
           and place < @End
           and (@IsRenamed or category_id = @CategoryId)
        """;

    public async Task<Category> Handle(ChangeCategory command, CancellationToken ct)
    {
        var before = await categories.LockAsync(command.CategoryId, ct);
        actor.RequireVersion(before.Version);
        before.RequireInUse();
        var after = before with
        {
            Name = command.Name,
            Names = [.. before.Names[..^1], command.Name],
            ExternalId = command.ExternalId,
            Version = before.Version + 1,
        };
        db.Changes(before.Category, after.Category);
        Categories.Named(
            db.Enqueue(
                SaveSql,
                new
                {
                    after.CategoryId,
                    after.Name,
                    after.ExternalId,
                    before.Place,
                    before.End,
                    IsRenamed = before.Name != after.Name,
                }
            )
        );
        return after.Category;
    }
}
