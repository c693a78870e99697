using System.Text.Json;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Validators;

namespace PosCommerce.WebApi.Edge;

/// <summary>One thing that a validator holds a member to.</summary>
/// <param name="Member">In the case of JSON.</param>
/// <param name="IsEach">It is about each item of the member, a list.</param>
internal sealed record ValidatedMember(Type Owner, string Member, bool IsEach, IValidationRule Rule, IRuleComponent Component)
{
    /// <summary>It holds only sometimes.</summary>
    public bool IsConditional => Rule.HasCondition || Rule.HasAsyncCondition || Component.HasCondition || Component.HasAsyncCondition;

    /// <summary>All that the validators of a request say of its members and of what is in them.</summary>
    public static IEnumerable<ValidatedMember> Of(Type request, IServiceProvider services) =>
        // A registered service is not null.
        services.GetServices(typeof(IValidator<>).MakeGenericType(request)).SelectMany(validator => Of((IValidator)validator!, request));

    private static IEnumerable<ValidatedMember> Of(IValidator validator, Type owner)
    {
        foreach (var rule in validator.CreateDescriptor().Rules)
        {
            var member = JsonNamingPolicy.CamelCase.ConvertName(rule.PropertyName ?? "");
            var isEach = rule.GetType()
                .GetInterfaces()
                .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));
            foreach (var component in rule.Components)
            {
                if (component.Validator is not IChildValidatorAdaptor child)
                {
                    yield return new ValidatedMember(owner, member, isEach, rule, component);
                    continue;
                }

                foreach (var inner in Of(ChildOf(child), rule.TypeToValidate))
                    yield return inner;
            }
        }
    }

    // The adaptor gives its validator away only to a validation, which a fixed validator does not look at.
    private static IValidator ChildOf(IChildValidatorAdaptor child)
    {
        var validated = child.GetType().GetGenericArguments()[0];
        var context = Activator.CreateInstance(typeof(ValidationContext<>).MakeGenericType(validated), [null]);
        // FluentValidation's own public method.
        return (IValidator)child.GetType().GetMethod("GetValidator")!.Invoke(child, [context, null])!;
    }
}
