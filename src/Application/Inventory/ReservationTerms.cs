using System.Linq.Expressions;
using FluentValidation;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>How long something is reserved, counted from now or until a time.</summary>
internal interface IReservationTerm
{
    int? ExpiresInSeconds { get; }

    DateTimeOffset? ExpiresAt { get; }
}

/// <summary>The bounds of what a caller says of it.</summary>
internal static class ReservationTerms
{
    /// <summary>A year and a day: layaways are long.</summary>
    public const int LongestSeconds = 366 * 24 * 60 * 60;

    /// <summary>As long as a checkout takes.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    public static void ReservationTerm<T>(this AbstractValidator<T> validator)
        where T : IReservationTerm
    {
        validator.RuleFor(Seconds<T>()).InclusiveBetween(1, LongestSeconds);
        validator
            .RuleFor(End<T>())
            .Null()
            .When(c => c.ExpiresInSeconds is not null)
            .WithMessage("Give either expiresInSeconds or expiresAt.");
    }

    /// <summary>When that is.</summary>
    /// <exception cref="Refused">Not in the future, or too far in it.</exception>
    public static DateTimeOffset EndsAt(this IReservationTerm term, DateTimeOffset now)
    {
        var end = term.ExpiresAt ?? now + (term.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Usual);
        return end > now && end <= now + TimeSpan.FromSeconds(LongestSeconds)
            ? end
            : throw new Refused(InventoryErrors.ReservationEndsOutOfBounds);
    }

    private static Expression<Func<T, int?>> Seconds<T>()
        where T : IReservationTerm => c => c.ExpiresInSeconds;

    private static Expression<Func<T, DateTimeOffset?>> End<T>()
        where T : IReservationTerm => c => c.ExpiresAt;
}
