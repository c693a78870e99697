using System.Globalization;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Validators;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Reads out of the requests' validators what they hold members to, so that the description cannot say otherwise.</summary>
internal sealed class ValidatorBounds
{
    private readonly Dictionary<(Type Owner, string Member), Bound> bounds = [];

    public ValidatorBounds(UseCases useCases, IServiceProvider services, IActionDescriptorCollectionProvider actions)
    {
        foreach (var request in useCases.All)
        {
            foreach (var said in ValidatedMember.Of(request, services))
            {
                if (BoundOf(said.Component, said.Rule.TypeToValidate) is { } bound)
                    Add(said.Owner, said.Member, said.IsEach ? new Bound { Items = bound } : bound);
            }
        }

        foreach (var (body, request) in useCases.PartialBodies(actions))
        {
            foreach (var ((_, member), bound) in bounds.Where(b => b.Key.Owner == request).ToArray())
                bounds[(body, member)] = bound;
        }
    }

    public Bound? Of(Type owner, string member) => bounds.GetValueOrDefault((owner, member));

    private void Add(Type owner, string member, Bound bound) =>
        bounds[(owner, member)] = bounds.TryGetValue((owner, member), out var known) ? known.Or(bound) : bound;

    private static Bound? BoundOf(IRuleComponent component, Type type) => component.Validator switch
    {
        ICountValidator count => new Bound { MaxItems = count.Maximum },
        ILengthValidator length => new Bound { MinLength = length.Min > 0 ? length.Min : null, MaxLength = length.Max > 0 ? length.Max : null },
        // To those who read the description \z is a letter; their $ means no less than our \z.
        IRegularExpressionValidator expression => new Bound { Pattern = expression.Expression.Replace(@"\z", "$", StringComparison.Ordinal) },
        IBetweenValidator between => Bound.Number(ToDecimal(between.From), ToDecimal(between.To)),
        INotEmptyValidator => type == typeof(string) ? new Bound { MinLength = 1 } : new Bound { MinItems = 1 },
        IComparisonValidator { ValueToCompare: not null } comparison when type.IsValueType => comparison.Comparison switch
        {
            Comparison.GreaterThan => new Bound { ExclusiveMinimum = ToDecimal(comparison.ValueToCompare) },
            Comparison.GreaterThanOrEqual => new Bound { Minimum = ToDecimal(comparison.ValueToCompare) },
            Comparison.LessThanOrEqual => new Bound { Maximum = ToDecimal(comparison.ValueToCompare) },
            _ => null,
        },
        _ => null,
    };

    private static decimal ToDecimal(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
}
