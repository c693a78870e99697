using System.Globalization;
using System.Text.Json.Nodes;
using FluentValidation.Internal;
using FluentValidation.Validators;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Reads out of the requests' validators what they hold members to, so that the description cannot say otherwise.</summary>
internal sealed class ValidatorBounds
{
    private readonly Dictionary<(Type Owner, string Member), Bound> bounds = [];

    public ValidatorBounds(UseCases useCases, IServiceProvider services, MemberRules rules)
    {
        foreach (var request in useCases.All)
        {
            foreach (var said in ValidatedMember.Of(request, services))
            {
                if (said.IsConditional || BoundOf(said.Component, said.Rule.TypeToValidate) is not { } bound)
                    continue;
                if (IsOfOwnForm(said.Component) && rules.Of(said.Owner, said.Member)?.Text is not (null or TextKind.Secret))
                    bound = Surrounded(bound);
                Add(said.Owner, said.Member, said.IsEach ? new Bound { Items = bound } : bound);
            }
        }
    }

    public Bound? Of(Type owner, string member) => bounds.GetValueOrDefault((owner, member));

    private void Add(Type owner, string member, Bound bound) =>
        bounds[(owner, member)] = bounds.TryGetValue((owner, member), out var known) ? known.And(bound) : bound;

    private static bool IsOfOwnForm(IRuleComponent component) =>
        component.Validator is IRegularExpressionValidator
        || (component.Validator is IFormValidator && component.Validator is not ILengthValidator);

    // What surrounds a code is dropped when it is read, so that it may be sent.
    private static Bound Surrounded(Bound bound) =>
        bound with
        {
            Pattern = $@"^\s*(?:{bound.Pattern![1..^1]})\s*$",
            MaxLength = bound.MaxLength * RequestJson.FarOver,
        }; // Forms begin with ^ and end with $.

    private static Bound? BoundOf(IRuleComponent component, Type type) =>
        component.Validator switch
        {
            IFormValidator form => new Bound
            {
                MinLength = (form as ILengthValidator)?.Min,
                MaxLength = form.Maximum,
                Pattern = form.Pattern,
            },
            IDecimalsRule number => new Bound { MultipleOf = new decimal(1, 0, 0, isNegative: false, (byte)number.Decimals) },
            ICountValidator count => new Bound { MaxItems = count.Maximum },
            ILengthValidator length => new Bound
            {
                MinLength = length.Min > 0 ? length.Min : null,
                MaxLength = length.Max > 0 ? length.Max : null,
            },
            // To those who read the description \z is a letter; their $ means no less than our \z.
            IRegularExpressionValidator expression => new Bound
            {
                Pattern = expression.Expression.Replace(@"\z", "$", StringComparison.Ordinal),
            },
            IBetweenValidator between => Bound.Number(ToDecimal(between.From), ToDecimal(between.To)),
            INotEmptyValidator => type == typeof(string) ? new Bound { MinLength = 1 } : new Bound { MinItems = 1 },
            IComparisonValidator { ValueToCompare: not null } comparison when type.IsValueType => comparison.Comparison switch
            {
                Comparison.GreaterThan => new Bound { ExclusiveMinimum = ToDecimal(comparison.ValueToCompare) },
                Comparison.GreaterThanOrEqual => new Bound { Minimum = ToDecimal(comparison.ValueToCompare) },
                Comparison.NotEqual => new Bound
                {
                    Not = comparison.ValueToCompare is Guid id
                        ? JsonValue.Create(id.ToString())
                        : JsonValue.Create(ToDecimal(comparison.ValueToCompare)),
                },
                Comparison.LessThanOrEqual => new Bound { Maximum = ToDecimal(comparison.ValueToCompare) },
                _ => null,
            },
            _ => null,
        };

    private static decimal ToDecimal(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
}
