using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>What a merchant says of a product, new or changed.</summary>
public interface IProductDetails
{
    string Name { get; }

    ProductStatus Status { get; }

    string? Brand { get; }

    string? Description { get; }

    IReadOnlyList<string>? Tags { get; }

    IReadOnlyList<string>? Options { get; }

    string? Unit { get; }

    int? MinimumAge { get; }

    bool NoDiscount { get; }

    bool NoReturn { get; }

    string? ExternalId { get; }

    IReadOnlyList<BundleComponent>? Components { get; }

    IReadOnlyList<Guid>? CategoryIds { get; }
}

internal static class ProductRules
{
    /// <summary>What every product is checked for, one by one; what must fit together is the handler's to judge.</summary>
    public static void ProductOf<T>(this AbstractValidator<T> validator)
        where T : IProductDetails
    {
        validator.RuleFor(p => p.Name).ShortText(200);
        validator.RuleFor(p => p.Status).IsInEnum();
        validator.RuleFor(p => p.Brand).ShortText(100);
        validator
            .RuleFor(p => p.Description)
            .TextOfLines(10_000, minimum: 0)
            .Must(html => html is null || !CardNumbers.IsIn(Descriptions.TextOf(html)))
            .WithMessage("Holds what looks like the number of a payment card between its tags: it must not be kept here.");
        validator.RuleFor(p => p.Tags!).AtMost(50);
        validator.RuleForEach(p => p.Tags!).ShortText(50);
        validator.RuleFor(p => p.Options!).AtMost(3);
        validator.RuleForEach(p => p.Options!).ShortText(50);
        validator.RuleFor(p => p.Unit).Code(Units.Form, Units.Message);
        validator.RuleFor(p => p.MinimumAge).InclusiveBetween(1, 120);
        validator.RuleFor(p => p.ExternalId).Code(100);
        validator.RuleFor(p => p.Components!).AtMost(100);
        validator
            .RuleForEach(p => p.Components!)
            .ChildRules(component =>
            {
                component.RuleFor(c => c.VariantId).NotEqual(Guid.Empty);
                component.RuleFor(c => c.Quantity).Quantity();
            });
        validator.RuleFor(p => p.CategoryIds!).AtMost(50);
        validator.RuleForEach(p => p.CategoryIds!).NotEqual(Guid.Empty);
    }
}
