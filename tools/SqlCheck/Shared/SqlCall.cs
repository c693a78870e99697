using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PosCommerce.SqlCheck;

/// <summary>One place in the source that passes SQL.</summary>
/// <param name="context">The context of the statement; null in a project that may hold no SQL.</param>
/// <param name="isUnscoped">No tenant has been entered: <c>@tenant</c> is not bound.</param>
internal sealed class SqlCall(IOperation operation, string? context, bool isUnscoped)
{
    public const string Tenant = "tenant";

    public IOperation Operation { get; } = operation;

    public string? Context { get; } = context;

    public bool IsUnscoped { get; } = isUnscoped;

    /// <summary>It takes rows, as Query and Defer do.</summary>
    public bool TakesRows { get; init; }

    /// <summary>It locks rows and does not read them, as Lock does.</summary>
    public bool Holds { get; init; }

    /// <summary>What it answers is thrown away where it stands.</summary>
    public bool IsDiscarded { get; init; }

    /// <summary>A wrapper passes on what its callers wrote; there is nothing to verify here.</summary>
    public bool IsForwarded { get; set; }

    /// <summary>Every text that it can pass, each once; none when it is forwarded or no finite set.</summary>
    public IReadOnlyList<SqlVariant> Texts { get; set; } = [];

    public SqlArgs Args { get; set; } = SqlArgs.None;

    /// <summary>What a row becomes; null when it takes none or is forwarded.</summary>
    public SqlRow? Row { get; set; }

    /// <summary>The files of the handlers that it serves, where the console has looked for them.</summary>
    public IReadOnlyCollection<string> Serves { get; set; } = [];

    /// <summary>What is wrong with the call itself (SQL004).</summary>
    public List<Finding> Problems { get; } = [];

    public Location Location => Operation.Syntax.GetLocation();

    /// <summary>
    /// The <see cref="Signature"/> with which a text is sent from here; null when an argument is missing or cannot be sent.
    /// </summary>
    public string? SignatureFor(SqlText text)
    {
        var types = new List<(string, string)>();
        foreach (var name in text.Parameters)
        {
            var wire = name == Tenant && !IsUnscoped ? "uuid" : Args.Find(name)?.Wire;
            if (wire is null)
                return null;
            types.Add((name, wire));
        }

        return Signature.Of(types);
    }
}

/// <summary>One argument.</summary>
/// <param name="Type">The declared C# type, as a reader writes it.</param>
/// <param name="Wire">The PostgreSQL type it is sent as; null when it cannot be sent.</param>
/// <param name="Refusal">Why not.</param>
internal sealed record SqlArg(string Name, string Type, string? Wire, string? Refusal, Location Location);

/// <summary>The args of a call: the properties of one object.</summary>
/// <param name="Refusal">Why the object's properties are not known; null when they are.</param>
internal sealed record SqlArgs(IReadOnlyList<SqlArg> Members, string? Refusal, Location? Location)
{
    public static readonly SqlArgs None = new([], null, null);

    public SqlArg? Find(string name) => Members.FirstOrDefault(m => m.Name == name);

    public static SqlArgs Of(IOperation passed)
    {
        var at = passed.Syntax.GetLocation();
        if (
            passed.Type is not INamedTypeSymbol type
            || type.TypeKind is not (TypeKind.Class or TypeKind.Struct)
            || type.SpecialType == SpecialType.System_Object
        )
            return new SqlArgs(
                [],
                "args must be an anonymous object or a sealed type, passed as what it is: the members of any other are not known here.",
                at
            );
        if (!type.IsSealed && !type.IsAnonymousType)
            return new SqlArgs([], $"{type.Name} is not sealed: an object of a derived type would bring members that nobody verified.", at);
        if (CanBeNull(passed))
            return new SqlArgs([], "args can be null here, and then no argument would be sent.", at);

        var members = new List<SqlArg>();
        for (INamedTypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var property in declaring.GetMembers().OfType<IPropertySymbol>())
            {
                if (
                    property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }
                    && !members.Exists(m => m.Name == property.Name)
                )
                    members.Add(MemberOf(property, passed));
            }
        }

        return new SqlArgs(members, null, at);
    }

    private static bool CanBeNull(IOperation passed) =>
        passed.SemanticModel is { } model
        && model.GetTypeInfo(passed.Syntax).Nullability.FlowState == NullableFlowState.MaybeNull
        && passed.Type is not { IsValueType: true };

    private static SqlArg MemberOf(IPropertySymbol property, IOperation passed)
    {
        var type = property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        var at = PlaceOf(property, passed);
        if (string.Equals(property.Name, SqlCall.Tenant, StringComparison.OrdinalIgnoreCase))
            return new SqlArg(property.Name, type, null, "@tenant is bound by Db alone.", at);
        if (property.IsIndexer || property.GetMethod is null)
            return new SqlArg(property.Name, type, null, "Only a property that can be read is an argument.", at);
        var wire = ClrTypes.Wire(property.Type);
        return new SqlArg(
            property.Name,
            type,
            wire,
            wire is null ? $"A {type} cannot be sent to PostgreSQL{ClrTypes.Advice(property.Type)}." : null,
            at
        );
    }

    private static Location PlaceOf(IPropertySymbol property, IOperation passed)
    {
        var written = passed is IAnonymousObjectCreationOperation creation
            ? creation
                .Initializers.OfType<ISimpleAssignmentOperation>()
                .FirstOrDefault(a => a.Target is IPropertyReferenceOperation { Property.Name: var name } && name == property.Name)
                ?.Syntax
            : null;
        // An implied name (new { query.Limit }) has its whole declarator as syntax only one level up.
        return (
            written as AnonymousObjectMemberDeclaratorSyntax
            ?? written?.Parent as AnonymousObjectMemberDeclaratorSyntax
            ?? written
            ?? passed.Syntax
        ).GetLocation();
    }
}

/// <summary>A member of a row type: the parameter of its constructor.</summary>
/// <param name="Type">As a reader writes it.</param>
/// <param name="Reads">The PostgreSQL types it can be read from; none when it cannot be read.</param>
/// <param name="ReadsEnum">An enum of the schema can be read into it.</param>
/// <param name="IsNullable">It takes null.</param>
internal sealed record SqlMember(string Name, string Type, IReadOnlyList<string> Reads, bool ReadsEnum, bool IsNullable);

/// <summary>What a row becomes: one value, or a positional record.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="IsScalar">One value, whose column may have any name.</param>
/// <param name="Refusal">Why rows cannot become this type; null when they can.</param>
internal sealed record SqlRow(string Name, bool IsScalar, IReadOnlyList<SqlMember> Members, string? Refusal, Location Location)
{
    public static SqlRow Of(ITypeSymbol type, Location at)
    {
        var name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (type is ITypeParameterSymbol)
            return new SqlRow(name, false, [], "The row type must be known where the statement is written.", at);
        if (ClrTypes.IsScalar(type))
            return new SqlRow(name, true, [MemberOf("value", type)], null, at);
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false, IsAnonymousType: false } row)
            return new SqlRow(
                name,
                false,
                [],
                $"A row becomes a positional record or one value of a known type, not a {name}{ClrTypes.Advice(type)}.",
                at
            );
        var constructors = row.InstanceConstructors.Where(c => !IsCopy(c, row)).ToList();
        if (constructors is not [{ Parameters.Length: > 0 } constructor])
            return new SqlRow(name, false, [], $"{name} must be a positional record: one constructor, a parameter for each column.", at);
        return new SqlRow(name, false, [.. constructor.Parameters.Select(p => MemberOf(p.Name, p.Type))], null, at);
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol row) =>
        row.IsRecord && constructor.Parameters is [var only] && SymbolEqualityComparer.Default.Equals(only.Type, row);

    private static SqlMember MemberOf(string name, ITypeSymbol type) =>
        new(
            name,
            type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            ClrTypes.Reads(type),
            ClrTypes.ReadsEnum(type),
            ClrTypes.IsNullable(type)
        );
}
