using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>What lists of products and of variants are narrowed by; whatever is given must fit.</summary>
public interface IArticleFilter
{
    string? Search { get; }

    ProductStatus? Status { get; }

    ProductKind? Kind { get; }

    string? Brand { get; }

    string? Tag { get; }

    Guid? CategoryId { get; }

    Guid? InStockAt { get; }

    string? Currency { get; }

    long? MinPrice { get; }

    long? MaxPrice { get; }
}

internal static class ArticleFilterRules
{
    /// <summary>Whether only other contexts know what fits.</summary>
    public static bool IsSifted(this IArticleFilter filter) => filter is not { InStockAt: null, Currency: null };

    /// <summary>What a brand or a tag is compared by.</summary>
    public static string? KeyOf(string? name) => name is null ? null : HumanText.Fold(name);

    public static void FilterOf<T>(this AbstractValidator<T> validator)
        where T : IArticleFilter
    {
        validator.RuleFor(q => q.Search).SearchText(100);
        validator.RuleFor(q => q.Status).IsInEnum();
        validator.RuleFor(q => q.Kind).IsInEnum();
        validator.RuleFor(q => q.Brand).SearchText(100);
        validator.RuleFor(q => q.Tag).SearchText(50);
        validator.RuleFor(q => q.MinPrice).InclusiveBetween(0, Rules.MaximumAmount);
        validator.RuleFor(q => q.MaxPrice).InclusiveBetween(0, Rules.MaximumAmount);
        validator.RuleFor(q => q.Currency).Currency();
        validator
            .RuleFor(q => q.Currency)
            .Must((q, currency) => currency is not null || q is { MinPrice: null, MaxPrice: null })
            .WithMessage("Say in which currency the bounds of the price are.");
    }
}
