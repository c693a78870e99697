using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>
/// Bounds of what no validator knows, most of it in answers: by the attributes of the member or of the interface that asks for
/// it, else by its type alone. What a member is called says nothing of it: a recovery code is no store's code.
/// </summary>
internal static class AnswerBounds
{
    /// <summary>Any text but NUL, which PostgreSQL cannot hold.</summary>
    public const string AnyText = @"^[^\u0000]*$";

    // Nothing came in that is longer than the largest body, so nothing longer goes out.
    private const int LongestText = 1_048_576;
    private const int LongestList = 100_000;

    public static Bound Of(Type owner, string member, Type type) =>
        AttributesOf(owner, member).Aggregate(new Bound(), (bound, attribute) => bound.Or(Of(attribute))).Or(Of(type));

    public static Bound Of(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(Guid))
            return new Bound { MinLength = 36, MaxLength = 36 };
        if (bare == typeof(DateTimeOffset))
            return Bound.Text("2026-01-31T09:30:00.1234567+01:00".Length);
        if (bare == typeof(DateOnly))
            return Bound.Text("2026-01-31".Length);
        if (bare == typeof(Upload))
            return Bound.Text(TakesFileAttribute.LargestFile);
        return Type.GetTypeCode(bare) switch
        {
            TypeCode.String => Bound.Text(LongestText, AnyText),
            TypeCode.Int32 => Bound.Number(int.MinValue, int.MaxValue),
            TypeCode.Int64 => Bound.Number(-Rules.MaximumAmount, Rules.MaximumAmount),
            TypeCode.Decimal => Bound.Number(-Rules.MaximumQuantity, Rules.MaximumQuantity),
            _ when DictionaryOf(bare) is { } entry => new Bound { MaxProperties = LongestList, Items = Of(entry) },
            _ => ElementOf(bare) is { } element ? Bound.List(LongestList, Of(element)) : new Bound(),
        };
    }

    private static IEnumerable<Attribute> AttributesOf(Type owner, string member) =>
        owner
            .GetInterfaces()
            .Prepend(owner)
            .Select(type => type.GetProperty(member, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase))
            .SelectMany(property => property?.GetCustomAttributes() ?? []);

    private static Bound Of(Attribute attribute) =>
        attribute switch
        {
            FormAttribute form => Bound.Text(form.Maximum, form.Pattern),
            StepAttribute step => new Bound { MultipleOf = decimal.Parse(step.Step, CultureInfo.InvariantCulture) },
            RangeAttribute range => Bound.Number(
                Convert.ToDecimal(range.Minimum, CultureInfo.InvariantCulture),
                Convert.ToDecimal(range.Maximum, CultureInfo.InvariantCulture)
            ),
            MaxLengthAttribute list => Bound.List(list.Length),
            _ => new Bound(),
        };

    private static Type? DictionaryOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;

    public static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1]
        : null;
}
