using System.Globalization;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Validators;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Reads out of the requests' validators what they hold members to, so that the description cannot say otherwise.</summary>
internal sealed class ValidatorBounds
{
    private readonly Dictionary<(Type Owner, string Member), Bound> bounds = [];

    public ValidatorBounds(UseCases useCases, IServiceProvider services, IApiDescriptionGroupCollectionProvider operations)
    {
        foreach (var request in useCases.All)
        {
            foreach (var validator in services.GetServices(typeof(IValidator<>).MakeGenericType(request)))
                Read((IValidator)validator!, request); // A registered service is not null.
        }

        // A body that is a part of its request, the rest being in the path, has the bounds of the request's members.
        foreach (var operation in operations.ApiDescriptionGroups.Items.SelectMany(group => group.Items))
        {
            var request = useCases.Of(operation.ActionDescriptor);
            if (operation.ParameterDescriptions.FirstOrDefault(p => p.Source == BindingSource.Body)?.Type is not { } body || body == request)
                continue;
            foreach (var ((_, member), bound) in bounds.Where(b => b.Key.Owner == request).ToArray())
                bounds[(body, member)] = bound;
        }
    }

    public Bound? Of(Type owner, string member) => bounds.GetValueOrDefault((owner, member));

    private void Read(IValidator validator, Type owner)
    {
        foreach (var rule in validator.CreateDescriptor().Rules)
        {
            var member = JsonNamingPolicy.CamelCase.ConvertName(rule.PropertyName ?? "");
            var isEach = rule.GetType().GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));
            foreach (var component in rule.Components)
            {
                if (component.Validator is IChildValidatorAdaptor child)
                    Read(ChildOf(child), rule.TypeToValidate);
                else if (BoundOf(component, rule.TypeToValidate) is { } bound)
                    Add(owner, member, isEach ? new Bound { Items = bound } : bound);
            }
        }
    }

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

    // The adaptor gives its validator away only to a validation, which a fixed validator does not look at.
    private static IValidator ChildOf(IChildValidatorAdaptor child)
    {
        var validated = child.GetType().GetGenericArguments()[0];
        var context = Activator.CreateInstance(typeof(ValidationContext<>).MakeGenericType(validated), [null]);
        return (IValidator)child.GetType().GetMethod("GetValidator")!.Invoke(child, [context, null])!; // FluentValidation's own public method.
    }
}
