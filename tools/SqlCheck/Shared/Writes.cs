using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PosCommerce.SqlCheck;

/// <summary>Is a variable still what it was declared as?</summary>
internal static class Writes
{
    /// <summary>Anything that could write to the parameter; by name, so that a doubtful case counts as written.</summary>
    public static bool To(IParameterSymbol parameter)
    {
        // The parameter of a primary constructor is in scope in the whole type.
        var owner = parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            ? constructor.ContainingType
            : parameter.ContainingSymbol;
        return owner.DeclaringSyntaxReferences.Any(r => To(r.GetSyntax(), parameter.Name));
    }

    /// <summary>Anything behind its declaration that could write to the local.</summary>
    public static bool To(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.Any(r =>
            To(
                r.GetSyntax().Ancestors().FirstOrDefault(a => a is MemberDeclarationSyntax and not GlobalStatementSyntax)
                    ?? r.SyntaxTree.GetRoot(),
                local.Name
            )
        );

    private static bool To(SyntaxNode scope, string name) =>
        scope
            .DescendantNodes()
            .Any(node =>
                node switch
                {
                    AssignmentExpressionSyntax assignment => Targets(assignment.Left, name),
                    ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument => Targets(argument.Expression, name),
                    RefExpressionSyntax reference => Targets(reference.Expression, name),
                    PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression } address => Targets(address.Operand, name),
                    _ => false,
                }
            );

    private static bool Targets(ExpressionSyntax written, string name) =>
        written switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
            TupleExpressionSyntax tuple => tuple.Arguments.Any(a => Targets(a.Expression, name)),
            ParenthesizedExpressionSyntax inner => Targets(inner.Expression, name),
            // cond ? ref a : ref b, and whatever else a reference can be taken of.
            ConditionalExpressionSyntax or RefExpressionSyntax => written
                .DescendantNodes()
                .OfType<IdentifierNameSyntax>()
                .Any(i => i.Identifier.ValueText == name),
            _ => false,
        };
}
