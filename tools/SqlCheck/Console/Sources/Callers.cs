using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PosCommerce.SqlCheck.Sources;

/// <summary>
/// Tells which handlers a statement serves: who calls the member that passes it, who calls those, until a handler is reached.
/// Calls through an interface count as calls of what implements it.
/// </summary>
internal sealed class Callers(IReadOnlyList<SourceProject> projects)
{
    /// <summary>Among the callers: whatever is no handler of this project (another context, the pipeline, a timer).</summary>
    public const string Others = "";

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();
    private readonly Dictionary<string, List<(SourceProject Project, SimpleNameSyntax Name)>> mentions = projects
        .SelectMany(project =>
            project
                .Compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
                .Select(name => (Project: project, Name: name))
        )
        .GroupBy(mention => mention.Name.Identifier.ValueText, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.ToList(), StringComparer.Ordinal);

    /// <summary>The files of the handlers that a call serves, and <see cref="Others"/>.</summary>
    /// <param name="root">The repository's folder.</param>
    public IReadOnlyCollection<string> Of(SqlCall call, SourceProject project, string root, CancellationToken ct)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<ISymbol>();
        if (Around(call.Operation.Syntax, project) is { } first)
            open.Push(first);
        else
            found.Add(Others);

        while (open.TryPop(out var member))
        {
            ct.ThrowIfCancellationRequested();
            if (!seen.Add(KeyOf(member)))
                continue;
            if (IsHandler(member.ContainingType))
            {
                found.Add(Paths.Relative(root, member.Locations[0].SourceTree?.FilePath ?? Others));
                continue;
            }

            var callers = CallersOf(member).ToList();
            if (callers.Count == 0)
                found.Add(Others);
            foreach (var (caller, from) in callers)
            {
                if (from == project)
                    open.Push(caller);
                else
                    found.Add(Others);
            }
        }

        return found;
    }

    private IEnumerable<(ISymbol Caller, SourceProject From)> CallersOf(ISymbol member)
    {
        // Whoever calls what it implements calls it.
        foreach (var called in Promised(member).Prepend(member))
        {
            var key = KeyOf(called);
            var name = called is IMethodSymbol { MethodKind: MethodKind.Constructor } ? called.ContainingType.Name : called.Name;
            foreach (var (project, mention) in mentions.GetValueOrDefault(name, []))
            {
                if (IsOfNoCall(mention) || Bound(mention, project) is not { } symbol || KeyOf(symbol) != key)
                    continue;
                if (Around(mention, project) is { } caller && KeyOf(caller) != key)
                    yield return (caller, project);
            }
        }
    }

    private ISymbol? Bound(SimpleNameSyntax mention, SourceProject project)
    {
        var node = mention.Parent is BaseObjectCreationExpressionSyntax creation ? creation : (SyntaxNode)mention;
        var info = ModelOf(node.SyntaxTree, project).GetSymbolInfo(node);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol;
    }

    private static bool IsOfNoCall(SimpleNameSyntax mention) =>
        mention.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null || mention.FirstAncestorOrSelf<CrefSyntax>() is not null;

    /// <summary>The member in which something stands; of a field's or a type's own code the constructor.</summary>
    private ISymbol? Around(SyntaxNode node, SourceProject project)
    {
        foreach (var around in node.Ancestors())
        {
            switch (around)
            {
                case BasePropertyDeclarationSyntax or BaseMethodDeclarationSyntax:
                    return ModelOf(node.SyntaxTree, project).GetDeclaredSymbol(around);
                case BaseTypeDeclarationSyntax type:
                    return ModelOf(node.SyntaxTree, project).GetDeclaredSymbol(type) is { InstanceConstructors: [var constructor, ..] }
                        ? constructor
                        : null;
                default:
                    break;
            }
        }

        return null;
    }

    private SemanticModel ModelOf(SyntaxTree tree, SourceProject project) =>
        models.GetOrAdd(tree, t => project.Compilation.GetSemanticModel(t));

    private static IEnumerable<ISymbol> Promised(ISymbol member)
    {
        if (member.ContainingType is not { } type || member is IMethodSymbol { MethodKind: MethodKind.Constructor })
            yield break;
        var overridden = member switch
        {
            IMethodSymbol method => (ISymbol?)method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            _ => null,
        };
        if (overridden is not null)
            yield return overridden;
        foreach (var promised in type.AllInterfaces.SelectMany(i => i.GetMembers()))
        {
            if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(promised), member))
                yield return promised;
        }
    }

    private static bool IsHandler(INamedTypeSymbol? type) =>
        type is not null && (type.AllInterfaces.Any(i => i.Name == "IRequestHandler") || IsHandler(type.ContainingType));

    // The same member is another symbol in each compilation.
    private static string KeyOf(ISymbol member) =>
        $"{member.ContainingAssembly?.Name}: {member.OriginalDefinition.GetDocumentationCommentId() ?? member.ToDisplayString()}";
}
