using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PosCommerce.SqlCheck;

/// <summary>
/// The database has one door, <c>Infrastructure/Database</c>; whoever uses the driver elsewhere walks around every check.
/// Inside, what the driver is told to run comes from a parameter with [Sql], and so was checked where it was written.
/// </summary>
internal static class Doors
{
    private const string Kernel = "src/Infrastructure/Database/";
    private const string Migrator = "db/Migrator/";

    // What the driver's packages and the base library below them are made of.
    private static readonly string[] Banned = ["Npgsql", "NpgsqlTypes", "Dapper", "System.Data"];

    // The names under which the driver and Dapper take a command's text.
    private static readonly HashSet<string> TextParameters = new(StringComparer.Ordinal) { "sql", "commandText", "cmdText" };

    /// <summary>Why an operation may not stand in this file; null when it may.</summary>
    /// <param name="file">Relative to the repository, with slashes.</param>
    public static Finding? Of(IOperation operation, string file, Extract extract)
    {
        if (file.StartsWith(Migrator, StringComparison.Ordinal))
            return null;
        if (Used(operation) is not { } used || !IsBanned(used))
            return null;
        if (!file.StartsWith(Kernel, StringComparison.Ordinal))
        {
            return new Finding(
                Codes.PastTheDoor,
                $"{used.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} stays inside Infrastructure/Database: statements go through IDb, where they are verified.",
                operation.Syntax.GetLocation()
            );
        }

        return IsCopy(used)
            ? new Finding(Codes.PastTheDoor, "COPY cannot be verified: insert with unnest(...).", operation.Syntax.GetLocation())
            : UnverifiedText(operation, extract);
    }

    /// <summary>May this file not import this namespace or type?</summary>
    public static bool IsBannedUsing(ISymbol? imported, string file) =>
        !file.StartsWith(Migrator, StringComparison.Ordinal)
        && !file.StartsWith(Kernel, StringComparison.Ordinal)
        && (imported is INamespaceSymbol space ? space : imported?.ContainingNamespace) is { } named
        && IsBannedNamespace(named.ToDisplayString());

    private static bool IsBannedNamespace(string name) => Banned.Any(b => name == b || name.StartsWith(b + ".", StringComparison.Ordinal));

    private static ISymbol? Used(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IPropertyReferenceOperation property => property.Property,
            IMethodReferenceOperation method => method.Method,
            IFieldReferenceOperation field => field.Field,
            _ => null,
        };

    private static bool IsBanned(ISymbol used)
    {
        // A class of our own that derives from the driver's is made where deriving is allowed; its inherited members are the driver's.
        var space = used.ContainingType?.OriginalDefinition.ContainingNamespace?.ToDisplayString();
        return space is not null && IsBannedNamespace(space);
    }

    private static bool IsCopy(ISymbol used) =>
        used is IMethodSymbol { Name: var name }
        && name.StartsWith("Begin", StringComparison.Ordinal)
        && (
            name.IndexOf("Import", StringComparison.Ordinal) > 0
            || name.IndexOf("Export", StringComparison.Ordinal) > 0
            || name.IndexOf("Copy", StringComparison.Ordinal) > 0
        );

    private static Finding? UnverifiedText(IOperation operation, Extract extract)
    {
        var text = operation switch
        {
            IInvocationOperation call => TextOf(call.Arguments),
            IObjectCreationOperation creation => TextOf(creation.Arguments),
            IPropertyReferenceOperation { Property.Name: "CommandText", Parent: ISimpleAssignmentOperation assignment } property
                when assignment.Target == property => assignment.Value,
            // Changed by parts, or by reference: whatever it was, it is no longer.
            IPropertyReferenceOperation
            {
                Property.Name: "CommandText",
                Parent: IAssignmentOperation or IArgumentOperation { Parameter.RefKind: not RefKind.None }
            } property => property,
            _ => null,
        };
        if (text is null || IsVerified(text, extract))
            return null;
        return new Finding(
            Codes.PastTheDoor,
            "What the driver runs comes from a parameter with [Sql], so that it was verified where it was written.",
            text.Syntax.GetLocation()
        );
    }

    private static IOperation? TextOf(IEnumerable<IArgumentOperation> arguments) =>
        arguments
            .FirstOrDefault(a =>
                a.ArgumentKind == ArgumentKind.Explicit
                && a.Parameter is { Type.SpecialType: SpecialType.System_String } p
                && TextParameters.Contains(p.Name)
            )
            ?.Value;

    private static bool IsVerified(IOperation text, Extract extract) =>
        Extract.Unwrap(text) is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol method } parameter }
        && extract.DoorOf(method) is { } door
        && door.Sql == parameter.Ordinal
        && !Writes.To(parameter);
}
