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
    private const string MigrationsFolder = "db/scripts/migrations/";

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Descriptors = Codes.Titles.ToImmutableDictionary(
        title => title.Key,
        title => new DiagnosticDescriptor(
            title.Key,
            title.Value,
            "{0}",
            Category,
            DiagnosticSeverity.Error,
            isEnabledByDefault: true,
            customTags: Tags(title.Key)
        )
    );

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [.. Descriptors.Values.OrderBy(d => d.Id, StringComparer.Ordinal)];

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

        start.RegisterOperationAction(
            c => Safely(() => project.Examine(c), c.ReportDiagnostic, c.Operation.Syntax),
            OperationKind.Invocation,
            OperationKind.ObjectCreation
        );
        start.RegisterOperationAction(
            c => Safely(() => project.ExamineUse(c), c.ReportDiagnostic, c.Operation.Syntax),
            OperationKind.Invocation,
            OperationKind.ObjectCreation,
            OperationKind.PropertyReference,
            OperationKind.MethodReference,
            OperationKind.FieldReference
        );
        start.RegisterOperationAction(
            c => Safely(() => Project.ExamineDynamic(c), c.ReportDiagnostic, c.Operation.Syntax),
            OperationKind.DynamicInvocation,
            OperationKind.DynamicObjectCreation
        );
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

    private static string[] Tags(string code) =>
        code is Codes.NotWired or Codes.Outdated or Codes.SnapshotUnused
            ? [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.CompilationEnd]
            : [WellKnownDiagnosticTags.NotConfigurable];

    // A code that this analyzer does not know comes from a snapshot of another version.
    private static Diagnostic Make(Finding finding) =>
        Diagnostic.Create(
            Descriptors.TryGetValue(finding.Code, out var known) ? known : Descriptors[Codes.NotWired],
            finding.Location,
            finding.Also is null ? null : [finding.Also],
            finding.Message
        );

    /// <summary>One compilation, with the facts that came with it.</summary>
    private sealed class Project
    {
        private readonly AnalyzerOptions options;
        private readonly string? root;
        private readonly string? folder;
        private readonly string? context;
        private readonly bool isWired;
        private readonly IReadOnlyList<string> sources;
        private readonly Extract extract;
        private readonly Lazy<IReadOnlyDictionary<string, AdditionalText>> files;
        private readonly ConcurrentDictionary<string, Lazy<Snapshot?>> snapshots = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, string> unreadable = new(StringComparer.Ordinal);

        // By context: is there anything about it?
        private readonly ConcurrentDictionary<string, bool> needed = new(StringComparer.Ordinal);

        public Project(Compilation compilation, AnalyzerOptions options)
        {
            this.options = options;
            root = Property("RepositoryRoot");
            var projectFolder = Property("ProjectDir");
            isWired = root is not null && projectFolder is not null;
            folder = isWired ? Paths.Relative(root!, projectFolder!).TrimEnd('/') : null; // Wired: both are there.
            context = folder is null ? null : Contexts.OfProject(folder);
            files = new Lazy<IReadOnlyDictionary<string, AdditionalText>>(() =>
                options
                    .AdditionalFiles.GroupBy(file => Paths.Relative(root ?? "", file.Path), StringComparer.Ordinal)
                    .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal)
            );
            sources = [.. compilation.SyntaxTrees.Select(tree => Paths.Relative(root ?? "", tree.FilePath))];
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
                found.ReportDiagnostic(
                    Make(
                        new Finding(
                            Codes.NotConstant,
                            $"{method.Name} takes SQL: call it, instead of handing it on as a delegate that nobody can follow.",
                            found.Operation.Syntax.GetLocation()
                        )
                    )
                );
            }

            if (Doors.Of(found.Operation, Paths.Relative(root ?? "", found.Operation.Syntax.SyntaxTree.FilePath), extract) is { } finding)
                found.ReportDiagnostic(Make(finding));
        }

        public static void ExamineDynamic(OperationAnalysisContext found) =>
            found.ReportDiagnostic(
                Make(
                    new Finding(
                        Codes.NotConstant,
                        "A dynamic call could carry SQL that nobody verified: name the type.",
                        found.Operation.Syntax.GetLocation()
                    )
                )
            );

        public static void ExamineParameter(SymbolAnalysisContext found)
        {
            if (found.Symbol is IParameterSymbol parameter && Extract.Misplaced(parameter) is { } reason)
                found.ReportDiagnostic(Make(new Finding(Codes.NotConstant, reason, parameter.Locations.FirstOrDefault() ?? Location.None)));
        }

        public void ExamineUsing(SyntaxNodeAnalysisContext found)
        {
            var directive = (UsingDirectiveSyntax)found.Node;
            var file = Paths.Relative(root ?? "", directive.SyntaxTree.FilePath);
            if (
                directive.NamespaceOrType is { } name
                && Doors.IsBannedUsing(found.SemanticModel.GetSymbolInfo(name, found.CancellationToken).Symbol, file)
            )
            {
                found.ReportDiagnostic(
                    Make(
                        new Finding(
                            Codes.PastTheDoor,
                            $"{name} stays inside Infrastructure/Database: statements go through IDb, where they are verified.",
                            name.GetLocation()
                        )
                    )
                );
            }
        }

        /// <summary>A pragma or NoWarn cannot silence these errors; this attribute could, so it is one itself.</summary>
        public static void ExamineAttribute(SyntaxNodeAnalysisContext found)
        {
            var attribute = (AttributeSyntax)found.Node;
            if (
                found.SemanticModel.GetTypeInfo(attribute, found.CancellationToken).Type?.Name
                is not ("SuppressMessageAttribute" or "UnconditionalSuppressMessageAttribute")
            )
                return;
            var named = attribute
                .ArgumentList?.Arguments.Select(a =>
                    found.SemanticModel.GetConstantValue(a.Expression, found.CancellationToken).Value as string
                )
                .Where(text => text is not null && Descriptors.Keys.Any(code => text.StartsWith(code, StringComparison.OrdinalIgnoreCase)))
                .ToList();
            if (named is not { Count: > 0 })
                return;
            // Under a code that the attribute does not silence.
            var code = named.Exists(text => text!.StartsWith(Codes.NotConstant, StringComparison.OrdinalIgnoreCase))
                ? Codes.PastTheDoor
                : Codes.NotConstant; // Nulls are left out above.
            found.ReportDiagnostic(
                Make(
                    new Finding(
                        code,
                        "What the SQL checker says is not suppressed in the source: correct it, or list the exemption with its reason.",
                        attribute.GetLocation()
                    )
                )
            );
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
                yield return new Finding(
                    Codes.NotWired,
                    "The properties RepositoryRoot and ProjectDir do not reach the compiler: Directory.Build.targets wires the checker.",
                    Location.None
                );
                yield break;
            }

            // A project without a context may hold no SQL: there is nothing to compare with.
            if (context is null && needed.IsEmpty)
                yield break;

            foreach (var finding in Schema(ct))
                yield return finding;

            foreach (var name in needed.Where(n => !n.Value).Select(n => n.Key).OrderBy(n => n, StringComparer.Ordinal))
            {
                yield return new Finding(
                    Codes.NotWired,
                    $"{Snapshot.FolderOf(name)} does not reach the compiler, so no statement of context {name} is verified: {Codes.Remedy}.",
                    Location.None
                );
            }

            foreach (var broken in unreadable.OrderBy(file => file.Key, StringComparer.Ordinal))
                yield return new Finding(Codes.NotWired, $"{broken.Key} cannot be read ({broken.Value}): {Codes.Remedy}.", Location.None);
            foreach (var path in files.Value.Keys.Where(IsStale).OrderBy(p => p, StringComparer.Ordinal))
                yield return new Finding(Codes.SnapshotUnused, $"No statement belongs to {path} any more: {Codes.Remedy}.", Location.None);
        }

        /// <summary>Are the migrations those against which the statements were verified?</summary>
        private IEnumerable<Finding> Schema(CancellationToken ct)
        {
            var migrations = files
                .Value.Where(f =>
                    f.Key.StartsWith(MigrationsFolder, StringComparison.Ordinal) && f.Key.EndsWith(".sql", StringComparison.Ordinal)
                )
                .ToList();
            if (migrations.Count == 0)
                yield return new Finding(
                    Codes.NotWired,
                    $"No migration reaches the compiler ({MigrationsFolder}*.sql): without them nobody knows whether the snapshot is current.",
                    Location.None
                );
            if (!files.Value.TryGetValue(SnapshotMeta.Path, out var meta))
            {
                yield return new Finding(
                    Codes.NotWired,
                    $"{SnapshotMeta.Path} does not reach the compiler: {Codes.Remedy}.",
                    Location.None
                );
            }
            else if (migrations.Count > 0 && Outdated(meta, migrations, ct) is { } outdated)
            {
                yield return outdated;
            }
        }

        private Finding? Outdated(AdditionalText meta, IEnumerable<KeyValuePair<string, AdditionalText>> migrations, CancellationToken ct)
        {
            var reading = SnapshotMeta.Path;
            try
            {
                _ = SnapshotMeta.Read(TextOf(meta, ct));
                var verified = new List<VerifiedMigration>();
                foreach (var line in files.Value.Where(f => VerifiedMigration.IsOne(f.Key)))
                {
                    reading = line.Key;
                    verified.Add(VerifiedMigration.Read(reading, TextOf(line.Value, ct)));
                }

                var current = migrations.Select(m => VerifiedMigration.Of(m.Key.Substring(MigrationsFolder.Length), TextOf(m.Value, ct)));
                return VerifiedMigration.Difference(verified, current) is { } difference
                    ? new Finding(
                        Codes.Outdated,
                        $"The migrations are not those against which the statements were verified ({difference}): {Codes.Remedy}.",
                        Location.None
                    )
                    : null;
            }
            catch (FormatException e)
            {
                return new Finding(Codes.NotWired, $"{reading} cannot be read ({e.Message}): {Codes.Remedy}.", Location.None);
            }
        }

        private static string TextOf(AdditionalText file, CancellationToken ct) => file.GetText(ct)?.ToString() ?? "";

        private bool HasSnapshots(string name) =>
            files.Value.Keys.Any(path => path.StartsWith(Snapshot.FolderOf(name), StringComparison.Ordinal));

        /// <summary>It describes a source file of this project that is not there any more.</summary>
        private bool IsStale(string path)
        {
            if (!Snapshot.IsSnapshot(path) || snapshots.ContainsKey(path))
                return false;
            var name = path.Substring(Snapshot.Folder.Length);
            name = name.Substring(0, Math.Max(0, name.IndexOf('/')));
            return (name == context || path.StartsWith($"{Snapshot.FolderOf(name)}{folder}/", StringComparison.Ordinal))
                && !sources.Any(source => Snapshot.PathOf(name, source) == path);
        }

        private Snapshot? SnapshotOf(string name, string file)
        {
            // Without any the project says so once.
            return needed.GetOrAdd(name, HasSnapshots)
                ? snapshots.GetOrAdd(Snapshot.PathOf(name, file), path => new Lazy<Snapshot?>(() => Load(path, name, file))).Value
                : null;
        }

        private Snapshot? Load(string path, string name, string file)
        {
            // A new source file: none of its statements was verified.
            if (!files.Value.TryGetValue(path, out var text))
                return new Snapshot(name, file, []);
            try
            {
                var snapshot = Snapshot.Read(TextOf(text, default));
                return (snapshot.Context, snapshot.File) == (name, file)
                    ? snapshot
                    : throw new FormatException($"it is that of {snapshot.File} in {snapshot.Context}");
            }
            catch (FormatException e)
            {
                unreadable[path] = e.Message;
                return null;
            }
        }

        private string? Property(string name) =>
            options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + name, out var value) && value.Length > 0
                ? value
                : null;

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
