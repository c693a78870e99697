using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

internal static class PinValidation
{
    /// <summary>A PIN that may be set.</summary>
    public static IRuleBuilderOptions<T, string?> NewPin<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Secret(PinRules.Form, $"Must be {PinRules.Shortest} to {PinRules.Longest} digits.")
            .Must(pin => pin is null || PinRules.Problem(pin) is null)
            .WithMessage((_, pin) => PinRules.Problem(pin ?? "") ?? "");
}
