using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PosCommerce.SqlCheck;

/// <summary>
/// Refuses code that disagrees with what PostgreSQL said of its statements, with no database running. Nothing it reports can
/// be switched off from the source or the command line.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SqlAnalyzer : DiagnosticAnalyzer
{
    private const string Category = "Sql";

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Descriptors = Codes.Titles.ToImmutableDictionary(
        title => title.Key,
        title => new DiagnosticDescriptor(title.Key, title.Value, "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true, customTags: Tags(title.Key)));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Descriptors.Values.OrderBy(d => d.Id, StringComparer.Ordinal)];

    public override void Initialize(AnalysisContext context)
    {
        // A comment that says "generated" must not open a way around.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext start)
    {
        Project project;
        try
        {
            project = new Project(start.Compilation, start.Options);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            start.RegisterCompilationEndAction(end => end.ReportDiagnostic(Failed(e, Location.None)));
            return;
        }

        start.RegisterOperationAction(c => Safely(() => project.Examine(c), c.ReportDiagnostic, c.Operation.Syntax), OperationKind.Invocation, OperationKind.ObjectCreation);
        start.RegisterOperationAction(
            c => Safely(() => project.ExamineUse(c), c.ReportDiagnostic, c.Operation.Syntax),
            OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference, OperationKind.MethodReference, OperationKind.FieldReference);
        start.RegisterOperationAction(
            c => Safely(() => Project.ExamineDynamic(c), c.ReportDiagnostic, c.Operation.Syntax), OperationKind.DynamicInvocation, OperationKind.DynamicObjectCreation);
        start.RegisterSymbolAction(c => Safely(() => Project.ExamineParameter(c), c.ReportDiagnostic, null), SymbolKind.Parameter);
        start.RegisterSyntaxNodeAction(c => Safely(() => project.ExamineUsing(c), c.ReportDiagnostic, c.Node), SyntaxKind.UsingDirective);
        start.RegisterSyntaxNodeAction(c => Safely(() => Project.ExamineAttribute(c), c.ReportDiagnostic, c.Node), SyntaxKind.Attribute);
        start.RegisterCompilationEndAction(c => Safely(() => project.Conclude(c), c.ReportDiagnostic, null));
    }

    /// <summary>The compiler only warns of an analyzer that fails, and goes on without it: here that is an error.</summary>
    private static void Safely(Action examine, Action<Diagnostic> report, SyntaxNode? at)
    {
        try
        {
            examine();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            report(Failed(e, at?.GetLocation() ?? Location.None));
        }
    }

    private static Diagnostic Failed(Exception e, Location at) =>
        Make(new Finding(Codes.NotWired, $"The checker failed here, so this is not verified ({e.GetType().Name}: {e.Message}).", at));

    private static string[] Tags(string code) => code is Codes.NotWired or Codes.Outdated
        ? [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.CompilationEnd]
        : [WellKnownDiagnosticTags.NotConfigurable];

    // A code that this analyzer does not know comes from a snapshot of another version.
    private static Diagnostic Make(Finding finding) =>
        Diagnostic.Create(Descriptors.TryGetValue(finding.Code, out var known) ? known : Descriptors[Codes.NotWired], finding.Location, finding.Also is null ? null : [finding.Also], finding.Message);

    /// <summary>One compilation, with the facts that came with it.</summary>
    private sealed class Project
    {
        private readonly AnalyzerOptions options;
        private readonly string? root;
        private readonly string? context;
        private readonly bool isWired;
        private readonly Extract extract;
        private readonly ConcurrentDictionary<string, Lazy<Snapshot?>> snapshots = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, string> unreadable = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, bool> needed = new(StringComparer.Ordinal);

        public Project(Compilation compilation, AnalyzerOptions options)
        {
            this.options = options;
            root = Property("RepositoryRoot");
            var folder = Property("ProjectDir");
            isWired = root is not null && folder is not null;
            context = isWired ? Contexts.OfProject(Paths.Relative(root!, folder!).TrimEnd('/')) : null; // Wired: both are there.
            extract = new Extract(compilation, root ?? "", context, ModelOf(compilation));
        }

        public void Examine(OperationAnalysisContext found)
        {
            if (!isWired || extract.Of(found.Operation) is not { } call)
                return;
            foreach (var finding in Check.Of(call, SnapshotOf))
                found.ReportDiagnostic(Make(finding));
        }

        public void ExamineUse(OperationAnalysisContext found)
        {
            if (found.Operation is IMethodReferenceOperation { Method: { } method } && extract.DoorOf(method) is not null)
            {
                found.ReportDiagnostic(Make(new Finding(
                    Codes.NotConstant, $"{method.Name} takes SQL: call it, instead of handing it on as a delegate that nobody can follow.", found.Operation.Syntax.GetLocation())));
            }

            if (Doors.Of(found.Operation, Paths.Relative(root ?? "", found.Operation.Syntax.SyntaxTree.FilePath), extract) is { } finding)
                found.ReportDiagnostic(Make(finding));
        }

        public static void ExamineDynamic(OperationAnalysisContext found) => found.ReportDiagnostic(Make(new Finding(
            Codes.NotConstant, "A dynamic call could carry SQL that nobody verified: name the type.", found.Operation.Syntax.GetLocation())));

        public static void ExamineParameter(SymbolAnalysisContext found)
        {
            if (found.Symbol is IParameterSymbol parameter && Extract.Misplaced(parameter) is { } reason)
                found.ReportDiagnostic(Make(new Finding(Codes.NotConstant, reason, parameter.Locations.FirstOrDefault() ?? Location.None)));
        }

        public void ExamineUsing(SyntaxNodeAnalysisContext found)
        {
            var directive = (UsingDirectiveSyntax)found.Node;
            var file = Paths.Relative(root ?? "", directive.SyntaxTree.FilePath);
            if (directive.NamespaceOrType is { } name && Doors.IsBannedUsing(found.SemanticModel.GetSymbolInfo(name, found.CancellationToken).Symbol, file))
            {
                found.ReportDiagnostic(Make(new Finding(
                    Codes.PastTheDoor, $"{name} stays inside Infrastructure/Database: statements go through IDb, where they are verified.", name.GetLocation())));
            }
        }

        /// <summary>A pragma or NoWarn cannot silence these errors; this attribute could, so it is one itself.</summary>
        public static void ExamineAttribute(SyntaxNodeAnalysisContext found)
        {
            var attribute = (AttributeSyntax)found.Node;
            if (found.SemanticModel.GetTypeInfo(attribute, found.CancellationToken).Type?.Name is not ("SuppressMessageAttribute" or "UnconditionalSuppressMessageAttribute"))
                return;
            var named = attribute.ArgumentList?.Arguments
                .Select(a => found.SemanticModel.GetConstantValue(a.Expression, found.CancellationToken).Value as string)
                .Where(text => text is not null && Descriptors.Keys.Any(code => text.StartsWith(code, StringComparison.OrdinalIgnoreCase)))
                .ToList();
            if (named is not { Count: > 0 })
                return;
            // Under a code that the attribute does not silence.
            var code = named.Exists(text => text!.StartsWith(Codes.NotConstant, StringComparison.OrdinalIgnoreCase)) ? Codes.PastTheDoor : Codes.NotConstant; // Nulls are left out above.
            found.ReportDiagnostic(Make(new Finding(code, "What the SQL checker says is not suppressed in the source: correct it, or list the exemption with its reason.", attribute.GetLocation())));
        }

        public void Conclude(CompilationAnalysisContext end)
        {
            foreach (var finding in Conclusions(end.CancellationToken))
                end.ReportDiagnostic(Make(finding));
        }

        private IEnumerable<Finding> Conclusions(CancellationToken ct)
        {
            if (!isWired)
            {
                yield return new Finding(Codes.NotWired, "The properties RepositoryRoot and ProjectDir do not reach the compiler: Directory.Build.targets wires the checker.", Location.None);
                yield break;
            }

            // A project without a context may hold no SQL: there is nothing to compare with.
            if (context is null && needed.IsEmpty)
                yield break;

            var migrations = Files("db/scripts/migrations/", ".sql");
            if (migrations.Count == 0)
                yield return new Finding(Codes.NotWired, "No migration reaches the compiler (db/scripts/migrations/*.sql): without them nobody knows whether the snapshot is current.", Location.None);
            if (Files(SnapshotMeta.Path, "") is not [var meta])
            {
                yield return new Finding(Codes.NotWired, $"{SnapshotMeta.Path} does not reach the compiler: {Codes.Remedy}.", Location.None);
            }
            else if (migrations.Count > 0 && Outdated(meta, migrations, ct) is { } outdated)
            {
                yield return outdated;
            }

            foreach (var name in needed.Keys.OrderBy(n => n, StringComparer.Ordinal))
            {
                if (SnapshotOf(name) is null)
                {
                    yield return new Finding(
                        Codes.NotWired,
                        unreadable.TryGetValue(name, out var why)
                            ? $"{Snapshot.PathOf(name)} cannot be read ({why}): {Codes.Remedy}."
                            : $"{Snapshot.PathOf(name)} does not reach the compiler, so no statement of context {name} is verified: {Codes.Remedy}.",
                        Location.None);
                }
            }
        }

        private static Finding? Outdated(AdditionalText meta, List<AdditionalText> migrations, CancellationToken ct)
        {
            try
            {
                var current = Digest.Of(migrations.Select(m => (m.Path.Substring(Paths.Slashed(m.Path).LastIndexOf('/') + 1), m.GetText(ct)?.ToString() ?? "")));
                return SnapshotMeta.Read(meta.GetText(ct)?.ToString() ?? "").Migrations == current
                    ? null
                    : new Finding(Codes.Outdated, $"The migrations are not those against which the statements were verified: {Codes.Remedy}.", Location.None);
            }
            catch (FormatException e)
            {
                return new Finding(Codes.NotWired, $"{SnapshotMeta.Path} cannot be read ({e.Message}): {Codes.Remedy}.", Location.None);
            }
        }

        private Snapshot? SnapshotOf(string name)
        {
            needed.TryAdd(name, true);
            return snapshots.GetOrAdd(name, n => new Lazy<Snapshot?>(() => Load(n))).Value;
        }

        private Snapshot? Load(string name)
        {
            if (Files(Snapshot.PathOf(name), "") is not [var file])
                return null;
            try
            {
                var snapshot = Snapshot.Read(file.GetText()?.ToString() ?? "");
                return snapshot.Context == name ? snapshot : throw new FormatException($"it is that of {snapshot.Context}");
            }
            catch (FormatException e)
            {
                unreadable[name] = e.Message;
                return null;
            }
        }

        /// <summary>The additional files below a folder of the repository, or the one of this very name.</summary>
        private List<AdditionalText> Files(string prefix, string suffix) =>
        [
            .. options.AdditionalFiles.Where(f =>
            {
                var path = Paths.Relative(root ?? "", f.Path);
                return suffix.Length == 0
                    ? path == prefix
                    : path.StartsWith(prefix, StringComparison.Ordinal) && path.EndsWith(suffix, StringComparison.Ordinal);
            }),
        ];

        private string? Property(string name) =>
            options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + name, out var value) && value.Length > 0 ? value : null;

        // A constant may stand in another file than its use; its model is asked for once.
        private static Func<SyntaxTree, SemanticModel> ModelOf(Compilation compilation)
        {
            var models = new ConcurrentDictionary<SyntaxTree, SemanticModel>();
#pragma warning disable RS1030 // The model of another tree is not at hand, and is kept.
            return tree => models.GetOrAdd(tree, t => compilation.GetSemanticModel(t));
#pragma warning restore RS1030
        }
    }
}
