using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Adds a category to the tree, at the top or below another.</summary>
/// <param name="Name">No sibling in use has it, whatever its capitals and accents.</param>
/// <param name="ParentId">Below which it stands; at the top when left out.</param>
/// <param name="BeforeId">The sibling that it stands before; behind all of them when left out.</param>
/// <param name="ExternalId">What another system knows it by; no other category has it.</param>
/// <param name="CategoryId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record CreateCategory(
    string Name,
    Guid? ParentId = null,
    Guid? BeforeId = null,
    string? ExternalId = null,
    Guid? CategoryId = null
) : ICommand<Category>, ICategoryDetails, ICreates;

internal sealed class CreateCategoryValidator : AbstractValidator<CreateCategory>
{
    public CreateCategoryValidator()
    {
        this.CategoryDetails();
        RuleFor(c => c.ParentId).NotEqual(Guid.Empty);
        RuleFor(c => c.BeforeId).NotEqual(Guid.Empty);
        RuleFor(c => c.CategoryId).NotEqual(Guid.Empty);
    }
}

internal sealed class CreateCategoryHandler(IDb db, Categories categories, IActor actor) : ICommandHandler<CreateCategory, Category>
{
    /// <summary>A merchant has no more, archived ones counted.</summary>
    private const int Most = 5_000;

    // Along the index: every place is behind the empty one.
    private const string CountSql = """
        select count(*)
          from catalog.category
         where tenant_id = @tenant
           and place > ''
        """;

    private const string AddSql = """
        insert into catalog.category (category_id, parent_id, name, place, path, external_id, created_at)
        values (@CategoryId, @ParentId, @Name, @Place, @Path, @ExternalId, @Now)
        """;

    public async Task<Category> Handle(CreateCategory command, CancellationToken ct)
    {
        categories.HoldStill();
        var known = db.Defer<long>(CountSql);
        var parent = await categories.ParentAsync(command.ParentId, ct);
        if (parent?.Path.Length >= Categories.Deepest)
            throw new Refused(CatalogErrors.CategoryTooDeep);
        if (await known.SingleAsync(ct) >= Most)
            throw new Refused(CatalogErrors.TooManyCategories);
        var id = command.CategoryId ?? Ids.New();
        var move = await categories.PlaceAsync(moved: null, parent, command.BeforeId, ct);
        var made = new CategoryRow(
            id,
            parent?.CategoryId,
            command.Name,
            move.Place,
            [.. parent?.Path ?? [], id],
            [.. parent?.Names ?? [], command.Name],
            command.ExternalId,
            IsArchived: false,
            Version: 1
        );
        Categories
            .Named(
                db.Enqueue(
                    AddSql,
                    new
                    {
                        made.CategoryId,
                        made.ParentId,
                        made.Name,
                        made.Place,
                        made.Path,
                        made.ExternalId,
                        actor.Now,
                    }
                )
            )
            .OnConstraint("category_pkey", CatalogErrors.CategoryExists);
        return made.Category;
    }
}
