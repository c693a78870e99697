using System.Globalization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Adds a product with its variants to what the merchant sells.</summary>
/// <param name="Variants">One, or for the kind `variant` up to 200.</param>
/// <param name="Status">A draft is not sold.</param>
/// <param name="Description">HTML; what a page must not show is left out.</param>
/// <param name="Options">For the kind `variant` one to three, such as size and colour; empty for any other.</param>
/// <param name="Unit">For what is weighed the measure that the price is for; for a service the hour or, as for all others, the
/// piece.</param>
/// <param name="MinimumAge">In years: who buys it must be as old as that.</param>
/// <param name="NoDiscount">Its price is never lowered at the till.</param>
/// <param name="NoReturn">It is not taken back.</param>
/// <param name="ExternalId">What another system knows it by; no other product has it.</param>
/// <param name="Components">What a bundle is made of, none of it a bundle; empty for any other kind.</param>
/// <param name="CategoryIds">The categories that it is in, none of them archived.</param>
/// <param name="ProductId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record CreateProduct(
    string Name,
    ProductKind Kind,
    IReadOnlyList<NewVariant> Variants,
    ProductStatus Status = ProductStatus.Active,
    string? Brand = null,
    string? Description = null,
    IReadOnlyList<string>? Tags = null,
    IReadOnlyList<string>? Options = null,
    string? Unit = null,
    int? MinimumAge = null,
    bool NoDiscount = false,
    bool NoReturn = false,
    string? ExternalId = null,
    IReadOnlyList<BundleComponent>? Components = null,
    IReadOnlyList<Guid>? CategoryIds = null,
    Guid? ProductId = null
) : ICommand<Product>, IProductDetails, ICreates;

/// <summary>Told when there is a new product.</summary>
public sealed record ProductCreated(Guid ProductId, string Name, ProductKind Kind) : IBusinessEvent
{
    string IBusinessEvent.Type => "catalog.product_created";
}

internal sealed class CreateProductValidator : AbstractValidator<CreateProduct>
{
    public CreateProductValidator()
    {
        this.ProductOf();
        RuleFor(c => c.ProductId).NotEqual(Guid.Empty);
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Variants).NotEmpty().AtMost(VariantRules.Most).ForEach(variant => variant.SetValidator(new NewVariantValidator()));
    }
}

internal sealed class CreateProductHandler(IDb db, ProductChanges changes, VariantChanges variants, TimeProvider clock)
    : ICommandHandler<CreateProduct, Product>
{
    private const string AddSql = """
        insert into catalog.product (product_id, name, kind, is_draft, brand, description, options, unit, minimum_age, no_discount,
               no_return, external_id, archived_at, created_at)
        values (@ProductId, @Name, @Kind, @IsDraft, @Brand, @Description, @Options, @Unit, @MinimumAge, @NoDiscount,
               @NoReturn, @ExternalId, case when @IsArchived then @Now::timestamptz end, @Now)
        """;

    public async Task<Product> Handle(CreateProduct command, CancellationToken ct)
    {
        var patterns = variants.Patterns();
        var product = Product
            .Empty(command.ProductId ?? Ids.New(), command.Kind, clock.GetUtcNow())
            .With(command)
            .With([.. command.Variants.Select((told, i) => (told, PathOf(i)))], await patterns.SingleAsync(ct));
        await changes.RequireComponentsAsync(product, ct);
        await changes.RequireCategoriesAsync(command, [], ct);
        product.RequireThatItFits(PathOf);
        db.Enqueue(AddSql, ProductChanges.Kept.Of(product, product.CreatedAt))
            .OnConstraint("product_pkey", CatalogErrors.ProductExists)
            .OnConstraint("product_external_id_is_taken", CatalogErrors.ExternalIdTaken);
        changes.AddParts(product);
        await variants.AddAsync(product, product.Variants, PathOf, ct);
        db.Publish(new ProductCreated(product.ProductId, product.Name, product.Kind));
        return product;
    }

    private static string PathOf(int variant) => string.Create(CultureInfo.InvariantCulture, $"variants[{variant}].");
}
