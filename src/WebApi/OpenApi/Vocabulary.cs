using System.Collections;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>
/// Bounds of members that no validator knows, most of them in answers: by <c>Type.member</c>, then by the member's name,
/// then by its type. Each equals what the column can hold.
/// </summary>
internal static class Vocabulary
{
    /// <summary>Any text but NUL, which PostgreSQL cannot hold.</summary>
    public const string AnyText = @"^[^\u0000]*$";
    public const string SlugPattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";
    /// <summary>A place in a list and its seal.</summary>
    public const string CursorPattern = @"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$";
    public const string KeyPattern = "^[!-~]+$";
    public const string TagPattern = "^\"[!#-~]*\"$";

    private const int LongestText = 1_000;
    private const int LongestList = 10_000;

    // Declared above what uses it: static members come into being in this order.
    private static readonly Bound RoleCode = Bound.Text(50, "^[a-z0-9][a-z0-9-]{0,49}$");

    private static readonly Dictionary<string, Bound> Known = new(StringComparer.Ordinal)
    {
        ["accessToken"] = Bound.Text(4_000, @"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"),
        ["barcode"] = Bound.Text(64, "^[!-~]{1,64}$"),
        ["barcodes"] = Bound.List(100, Bound.Text(64, "^[!-~]{1,64}$")),
        ["code"] = Bound.Text(10, "^[A-Z0-9]{1,10}$"),
        ["country"] = Bound.Text(2, "^[A-Z]{2}$"),
        ["currency"] = Bound.Text(3, "^[A-Z]{3}$"),
        ["cursor"] = Bound.Text(2_000, CursorPattern),
        ["email"] = Bound.Text(254),
        ["expiresIn"] = Bound.Number(1, 86_400),
        ["items"] = Bound.List(PageRules.MaximumLimit),
        ["lineNumber"] = Bound.Number(1, 1_000),
        ["lines"] = Bound.List(200),
        ["name"] = Bound.Text(200),
        ["nextCursor"] = Bound.Text(2_000, CursorPattern),
        ["number"] = Bound.Text(64, "^[!-~]+$"),
        ["permissions"] = Bound.List(200, Bound.Text(64, "^[a-z_.]+$")),
        ["rate"] = Bound.Number(0, 100),
        ["reason"] = Bound.Text(200),
        ["reference"] = Bound.Text(100),
        ["refreshToken"] = Bound.Text(200, "^[!-~]+$"),
        ["roleCode"] = RoleCode,
        ["roleName"] = Bound.Text(100),
        ["sku"] = Bound.Text(64),
        ["slug"] = Bound.Text(63, SlugPattern),
        ["storeName"] = Bound.Text(200),
        ["taxRate"] = Bound.Number(0, 100),
        ["tenders"] = Bound.List(20),
        ["timeZone"] = Bound.Text(64, "^[A-Za-z0-9_+/-]+$"),
        ["version"] = Bound.Number(1, int.MaxValue),
        ["CreateRole.code"] = RoleCode,
        ["Role.code"] = RoleCode,
        [$"{nameof(Problem)}.code"] = Bound.Text(100, @"^[a-z_]+\.[a-z0-9_]+$"),
        [$"{nameof(Problem)}.errors"] = new Bound { MaxProperties = LongestList },
        [$"{nameof(Problem)}.status"] = Bound.Number(400, 599),
        [$"{nameof(Problem)}.traceId"] = Bound.Text(64, "^[!-~]+$"),
        [$"{nameof(Problem)}.type"] = Bound.Text(200, "^urn:poscommerce:error:"),
    };

    public static Bound Of(Type owner, string member, Type type)
    {
        var byType = Of(type);
        return Known.TryGetValue($"{owner.Name}.{member}", out var bound) || Known.TryGetValue(member, out bound) ? bound.Or(byType) : byType;
    }

    public static Bound Of(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(Guid))
            return new Bound { MinLength = 36, MaxLength = 36 };
        if (bare == typeof(DateTimeOffset))
            return Bound.Text("2026-01-31T09:30:00.1234567+01:00".Length);
        if (bare == typeof(DateOnly))
            return Bound.Text("2026-01-31".Length);
        return Type.GetTypeCode(bare) switch
        {
            TypeCode.String => Bound.Text(LongestText, AnyText),
            TypeCode.Int32 => Bound.Number(int.MinValue, int.MaxValue),
            TypeCode.Int64 => Bound.Number(-Rules.MaximumAmount, Rules.MaximumAmount),
            TypeCode.Decimal => Bound.Number(-Rules.MaximumQuantity, Rules.MaximumQuantity),
            _ => ElementOf(bare) is { } element ? Bound.List(LongestList, Of(element)) : new Bound(),
        };
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1]
        : null;
}
