using Microsoft.CodeAnalysis;

namespace PosCommerce.SqlCheck;

/// <summary>The types of the source, judged by the one table.</summary>
internal static class ClrTypes
{
    /// <summary>The PostgreSQL type an argument of this type is sent as; null when it cannot be sent.</summary>
    public static string? Wire(ITypeSymbol type)
    {
        var declared = Underlying(type);
        return WireOfOne(declared)
            ?? (ElementOf(declared) is { } element && WireOfOne(Underlying(element)) is { } item ? item + "[]" : null);
    }

    /// <summary>One value that a single column can become. An enum cannot: the reader knows its name only inside a record.</summary>
    public static bool IsScalar(ITypeSymbol type) => Underlying(type).TypeKind != TypeKind.Enum && Reads(type).Count > 0;

    /// <summary>The PostgreSQL types that can be read into this type; none when it cannot be read.</summary>
    public static IReadOnlyList<string> Reads(ITypeSymbol type)
    {
        var declared = Underlying(type);
        if (declared.TypeKind == TypeKind.Enum)
            return TypeMap.EnumReads;
        if (TypeMap.Of(FullName(declared)) is { } scalar)
            return scalar.Reads;
        return declared is IArrayTypeSymbol { Rank: 1 } array && TypeMap.Of(FullName(array.ElementType)) is { ReadsArray: true } item
            ? [.. item.Reads.Select(r => r + "[]")]
            : [];
    }

    public static bool ReadsEnum(ITypeSymbol type) =>
        Underlying(type) is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_String };

    /// <summary>It can hold null, and says so.</summary>
    public static bool IsNullable(ITypeSymbol type) =>
        type.IsValueType
            ? type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            : type.NullableAnnotation == NullableAnnotation.Annotated;

    /// <summary>What to do instead, for types that people try.</summary>
    public static string Advice(ITypeSymbol type)
    {
        var declared = Underlying(type);
        if (declared.TypeKind == TypeKind.Enum)
            return ": read it as a member of a record";
        return FullName(declared) switch
        {
            "System.DateTime" => ": use DateTimeOffset",
            "System.Double" or "System.Single" => ": use decimal",
            _ => "",
        };
    }

    private static string? WireOfOne(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum ? TypeMap.EnumWire : TypeMap.Of(FullName(type))?.Wire;

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] }
            ? inner
            : type;

    /// <summary>The item type of an array or of whatever can be enumerated in exactly one way.</summary>
    private static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return array.Rank == 1 ? array.ElementType : null;
        var enumerables = type
            .AllInterfaces.Concat(type is INamedTypeSymbol named ? [named] : [])
            .Where(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            .ToList();
        return enumerables is [var only] ? only.TypeArguments[0] : null;
    }

    private static string FullName(ITypeSymbol type) =>
        type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => FullName(array.ElementType) + "[]",
            INamedTypeSymbol { ContainingType: null, IsGenericType: false } named when named.ContainingNamespace is { } space =>
                space.ToDisplayString() + "." + named.MetadataName,
            _ => "",
        };
}
