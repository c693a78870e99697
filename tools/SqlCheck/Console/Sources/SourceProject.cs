using Microsoft.CodeAnalysis;

namespace PosCommerce.SqlCheck.Sources;

/// <summary>A project as the compiler sees it.</summary>
/// <param name="Folder">Relative to the repository, with slashes.</param>
/// <param name="Context">Whose statements it may hold; null for one that only others refer to.</param>
internal sealed record SourceProject(string Folder, string? Context, Compilation Compilation)
{
    /// <summary>Every place that passes SQL.</summary>
    public IReadOnlyList<SqlCall> Calls(string root, CancellationToken ct) =>
        Context is null ? [] : [.. new Extract(Compilation, root, Context, tree => Compilation.GetSemanticModel(tree)).All(ct)];

    /// <summary>What keeps it from compiling. A statement in code that does not compile is a statement nobody sees.</summary>
    public IReadOnlyList<Diagnostic> Errors(CancellationToken ct) =>
        Context is null
            ? []
            :
            [
                .. Compilation
                    .GetDiagnostics(ct)
                    .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !diagnostic.IsSuppressed),
            ];
}
