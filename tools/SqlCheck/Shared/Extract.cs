using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PosCommerce.SqlCheck;

/// <summary>A parameter that takes SQL, and what stands beside it.</summary>
/// <param name="Sql">The ordinal of the parameter that carries [Sql].</param>
/// <param name="Args">The ordinal of the parameter named args; null when there is none.</param>
/// <param name="Row">The type parameter that says what a row becomes; null when no rows are taken.</param>
/// <param name="Context">The context of the statements, when it is not the project's.</param>
/// <param name="IsUnscoped">No tenant has been entered: <c>@tenant</c> is not bound.</param>
/// <param name="Holds">The rows are locked and not read.</param>
internal sealed record SqlDoor(int Sql, int? Args, ITypeParameterSymbol? Row, string? Context, bool IsUnscoped, bool Holds);

/// <summary>Finds the statements of a compilation, and what is passed and expected with them.</summary>
/// <param name="root">The repository's folder.</param>
/// <param name="context">The context of the project, see <see cref="Contexts.OfProject"/>.</param>
/// <param name="modelOf">How to get the semantic model of a tree (constants may be declared in another file).</param>
internal sealed class Extract(Compilation compilation, string root, string? context, Func<SyntaxTree, SemanticModel> modelOf)
{
    private const string Attribute = "PosCommerce.Application.Common.SqlAttribute";
    private const string ArgsName = "args";

    private readonly ConcurrentDictionary<IMethodSymbol, SqlDoor?> doors = new(SymbolEqualityComparer.Default);
    private readonly Texts texts = new(root, modelOf);

    /// <summary>Every call in the compilation that passes SQL, in the order of the source.</summary>
    public IEnumerable<SqlCall> All(CancellationToken ct = default)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = modelOf(tree);
            foreach (var node in tree.GetRoot(ct).DescendantNodes())
            {
                ct.ThrowIfCancellationRequested();
                // Only these can call; the operation of each is asked for once.
                if (
                    node
                        is InvocationExpressionSyntax
                            or BaseObjectCreationExpressionSyntax
                            or ConstructorInitializerSyntax
                            or PrimaryConstructorBaseTypeSyntax
                    && Of(model.GetOperation(node, ct)) is { } call
                )
                {
                    yield return call;
                }
            }
        }
    }

    /// <summary>The statement that an operation passes on; null when it passes none.</summary>
    public SqlCall? Of(IOperation? operation) =>
        operation switch
        {
            IInvocationOperation call => Of(call, call.TargetMethod, call.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => Of(creation, constructor, creation.Arguments),
            IExpressionStatementOperation { Operation: { } inner } => Of(inner),
            _ => null,
        };

    /// <summary>The SQL parameter of a method; null when it has none.</summary>
    public SqlDoor? DoorOf(IMethodSymbol method) => doors.GetOrAdd(method.OriginalDefinition, FindDoor);

    /// <summary>Why a parameter with [Sql] stands where the checker could be walked around; null when it does not.</summary>
    public static string? Misplaced(IParameterSymbol parameter)
    {
        if (AttributeOn(parameter) is null)
            return null;
        if (parameter.Type.SpecialType != SpecialType.System_String || parameter.RefKind != RefKind.None || parameter.IsParams)
            return "[Sql] belongs on a plain parameter of type string.";
        if (
            parameter.ContainingSymbol
            is not IMethodSymbol
            {
                MethodKind: MethodKind.Ordinary
                    or MethodKind.Constructor
                    or MethodKind.LocalFunction
                    or MethodKind.ExplicitInterfaceImplementation
            } method
        )
            return "[Sql] belongs on the parameter of a method or constructor: statements that come through a delegate, lambda or indexer cannot be followed.";
        if (method.Parameters.Count(p => AttributeOn(p) is not null) > 1)
            return "A method takes one statement: two parameters with [Sql] cannot be told apart.";
        if (TypeParametersOf(method).Length > 1)
            return "A method that takes SQL has at most one type parameter: the type of its rows.";
        if (method.ContainingType.IsRecord && method.MethodKind == MethodKind.Constructor)
            return "The parameter of a record is a property that `with` can change: take SQL in a class.";
        return Inherited(parameter).Any(p => AttributeOn(p) is null)
            ? "The member that this one overrides or implements has no [Sql] here: whoever calls it that way would not be checked."
            : null;
    }

    private SqlCall? Of(IOperation operation, IMethodSymbol target, IEnumerable<IArgumentOperation> arguments)
    {
        if (DoorOf(target) is not { } door)
            return null;
        var passed = arguments.ToList();
        var sql = passed.First(a => a.Parameter!.Ordinal == door.Sql); // An argument of a call that compiles belongs to a parameter.
        var args = door.Args is { } at ? passed.Find(a => a.Parameter!.Ordinal == at) : null;
        var row = door.Row is null ? null : RowTypeOf(target);
        var call = new SqlCall(operation, door.Context ?? context, door.IsUnscoped)
        {
            TakesRows = door.Row is not null,
            Holds = door.Holds,
            IsDiscarded = IsDiscarded(operation),
        };

        if (
            Unwrap(sql.Value) is IParameterReferenceOperation { Parameter: var parameter }
            && parameter.Type.SpecialType == SpecialType.System_String
        )
            return Forwarded(call, target: door, sql, args, parameter, row);

        call.Texts = texts.Of(sql.Value, call.Problems);
        call.Args = args is null ? SqlArgs.None : ArgsOf(args.Value);
        call.Row = row is null ? null : SqlRow.Of(row, RowLocation(operation));
        return call;
    }

    /// <summary>A wrapper hands on its own statement: then its callers are checked, with its args and its row type.</summary>
    private SqlCall Forwarded(
        SqlCall call,
        SqlDoor target,
        IArgumentOperation sql,
        IArgumentOperation? args,
        IParameterSymbol parameter,
        ITypeSymbol? row
    )
    {
        var at = sql.Value.Syntax.GetLocation();
        call.IsForwarded = true;
        if (parameter.ContainingSymbol is not IMethodSymbol wrapper || DoorOf(wrapper) is not { } door || door.Sql != parameter.Ordinal)
            call.Problems.Add(
                new Finding(
                    Codes.NotConstant,
                    $"The parameter {parameter.Name} is not known to hold a constant: put [Sql] on it, so that every caller is checked.",
                    at
                )
            );
        else if (wrapper.MethodKind == MethodKind.AnonymousFunction)
            call.Problems.Add(new Finding(Codes.NotConstant, "A lambda cannot pass on SQL: nobody sees who calls it.", at));
        else if (Writes.To(parameter))
            call.Problems.Add(
                new Finding(
                    Codes.NotConstant,
                    $"{parameter.Name} is changed before it is passed on, so it is not what the callers wrote.",
                    at
                )
            );
        else if (row is not null && !SymbolEqualityComparer.Default.Equals(row, door.Row))
            call.Problems.Add(
                new Finding(
                    Codes.NotConstant,
                    "A wrapper passes on its own type parameter as the row type: its callers are checked against that.",
                    at
                )
            );
        else if ((door.Context, door.IsUnscoped) != (target.Context, target.IsUnscoped))
            call.Problems.Add(
                new Finding(Codes.NotConstant, "A wrapper's [Sql] says the same as that of the parameter it passes on to.", at)
            );
        else if (!ForwardsArgs(args, door, wrapper))
            call.Problems.Add(
                new Finding(
                    Codes.NotConstant,
                    "A wrapper passes on its own args with its own SQL: its callers are checked against those.",
                    (args ?? sql).Syntax.GetLocation()
                )
            );
        return call;
    }

    private static bool ForwardsArgs(IArgumentOperation? args, SqlDoor door, IMethodSymbol wrapper)
    {
        if (args is null || IsNothing(args.Value))
            return door.Args is null;
        return Unwrap(args.Value) is IParameterReferenceOperation { Parameter: var passed }
            && SymbolEqualityComparer.Default.Equals(passed.ContainingSymbol, wrapper)
            && passed.Ordinal == door.Args
            && !Writes.To(passed);
    }

    private static bool IsNothing(IOperation value) =>
        Unwrap(value) is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation;

    private static SqlArgs ArgsOf(IOperation value)
    {
        if (IsNothing(value))
            return SqlArgs.None;
        var passed = Unwrap(value);
        return SqlArgs.Of(passed);
    }

    private static ITypeSymbol? RowTypeOf(IMethodSymbol target) =>
        target.TypeArguments.Length == 1 ? target.TypeArguments[0]
        : target.MethodKind == MethodKind.Constructor && target.ContainingType.TypeArguments.Length == 1
            ? target.ContainingType.TypeArguments[0]
        : null;

    private static Location RowLocation(IOperation operation)
    {
        var name = operation.Syntax switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax generic } } => generic,
            InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name: GenericNameSyntax generic } } => generic,
            InvocationExpressionSyntax { Expression: GenericNameSyntax generic } => generic,
            ObjectCreationExpressionSyntax creation => creation.Type.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault(),
            PrimaryConstructorBaseTypeSyntax based => based.Type.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault(),
            _ => null,
        };
        return (name?.TypeArgumentList.Arguments.FirstOrDefault() ?? operation.Syntax).GetLocation();
    }

    private static SqlDoor? FindDoor(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            var attribute = AttributeOn(parameter) ?? Inherited(parameter).Select(AttributeOn).FirstOrDefault(a => a is not null);
            if (attribute is null)
                continue;
            var args = method.Parameters.FirstOrDefault(p => p.Name == ArgsName);
            return new SqlDoor(
                parameter.Ordinal,
                args?.Ordinal,
                TypeParametersOf(method).FirstOrDefault(),
                Named(attribute, "Context") as string,
                Named(attribute, "IsUnscoped") is true,
                Named(attribute, "Holds") is true
            );
        }

        return null;
    }

    private static bool IsDiscarded(IOperation operation) =>
        operation.Parent is IExpressionStatementOperation or IAwaitOperation { Parent: IExpressionStatementOperation };

    private static ITypeParameterSymbol[] TypeParametersOf(IMethodSymbol method) =>
        [.. method.MethodKind == MethodKind.Constructor ? method.ContainingType.TypeParameters : method.TypeParameters];

    private static object? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value is { IsNull: false } value ? value.Value : null;

    private static AttributeData? AttributeOn(IParameterSymbol parameter) =>
        parameter.OriginalDefinition.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == Attribute);

    /// <summary>The same parameter of everything that its method overrides or implements.</summary>
    private static IEnumerable<IParameterSymbol> Inherited(IParameterSymbol parameter)
    {
        if (
            parameter.ContainingSymbol is not IMethodSymbol method
            || method.MethodKind is MethodKind.Constructor or MethodKind.LocalFunction
        )
            yield break;
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            yield return overridden.Parameters[parameter.Ordinal];
        foreach (var promised in method.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers()).OfType<IMethodSymbol>())
        {
            if (
                promised.Parameters.Length == method.Parameters.Length
                && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(promised), method)
            )
            {
                yield return promised.Parameters[parameter.Ordinal];
            }
        }
    }

    /// <summary>What is converted without changing it: null-forgiving marks, casts to object and back to what it is.</summary>
    internal static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null, Operand: { } operand, Conversion: { IsUserDefined: false } conversion }
                    when conversion.IsIdentity
                        || conversion.IsReference
                        || operand.Type is null
                        || (operation.Type?.SpecialType == SpecialType.System_Object):
                    operation = operand;
                    break;
                case IParenthesizedOperation { Operand: { } inner }:
                    operation = inner;
                    break;
                default:
                    return operation;
            }
        }
    }
}
