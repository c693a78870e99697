using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using NUnit.Framework;
using PosCommerce.Application.Common;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>
/// A small source, compiled in memory with the analyzer as the build does it. What it must find is marked in the source:
/// <c>{|SQL003:word|}</c> is an error of that code on exactly that word.
/// </summary>
internal sealed class Canary
{
    /// <summary>Where sources stand unless they say otherwise.</summary>
    public const string File = "src/Application/Sales/Canary.cs";

    private const string Root = "/house/";
    private const string Unreadable = "\0";

    // The shape of every handler: what is marked stands in the middle.
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using PosCommerce.Application.Common;

        namespace PosCommerce.Canary;

        #pragma warning disable


        """;

    private static readonly (string Name, string Text)[] Migrations =
    [
        ("0001_sales_first.sql", "create table sales.sale ();\n"),
        ("0002_sales_second.sql", "-- more\n"),
    ];

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!) // The host always says where its assemblies are.
            .Split(Path.PathSeparator)
            .Append(typeof(IDb).Assembly.Location)
            .Distinct(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly List<(string Path, string Text)> sources = [];
    private readonly List<(string Path, string Text)> files = [];
    private readonly Dictionary<string, string> properties = new(StringComparer.Ordinal)
    {
        ["build_property.RepositoryRoot"] = Root,
        ["build_property.ProjectDir"] = Root + "src/Application/Sales/",
    };

    private CSharpCompilationOptions options = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        allowUnsafe: true
    );

    /// <summary>A project of context sales with the facts of these statements.</summary>
    public static Canary Of(params SnapshotEntry[] entries)
    {
        var canary = new Canary();
        foreach (var (name, text) in Migrations)
            canary
                .With("db/scripts/migrations/" + name, text)
                .With(VerifiedMigration.PathOf(name), VerifiedMigration.Of(name, text).Write());
        return canary.With(SnapshotMeta.Path, new SnapshotMeta(15).Write()).Knowing("sales", entries);
    }

    /// <summary>A project to which nothing was given.</summary>
    public static Canary Bare() => new();

    public static SnapshotEntry Rows(string sql, params SnapshotColumn[] columns) =>
        Entry(sql) with
        {
            Kind = StatementKind.Rows,
            Columns = columns,
        };

    public static SnapshotEntry NoRows(string sql) => Entry(sql) with { Kind = StatementKind.None };

    public static SnapshotColumn Column(string name, string pg, bool isNullable = false, string? why = null) =>
        new(name, pg, IsEnum: false, isNullable, why);

    /// <summary>Adds what is known of statements; of none, that the source file has none.</summary>
    public Canary Knowing(string context, params SnapshotEntry[] entries)
    {
        foreach (var file in entries.Select(entry => entry.File).DefaultIfEmpty(File).Distinct())
            With(Snapshot.PathOf(context, file), new Snapshot(context, file, entries.Where(entry => entry.File == file)).Write());
        return this;
    }

    /// <summary>Adds or replaces an additional file.</summary>
    public Canary With(string path, string text)
    {
        files.RemoveAll(f => f.Path == Root + path);
        files.Add((Root + path, text));
        return this;
    }

    /// <summary>A file that is there and breaks while it is read.</summary>
    public Canary WithUnreadable(string path) => With(path, Unreadable);

    public Canary Without(string path)
    {
        files.RemoveAll(f => f.Path == Root + path);
        return this;
    }

    public Canary InProject(string folder)
    {
        properties["build_property.ProjectDir"] = Root + folder + "/";
        return this;
    }

    public Canary WithoutProperty(string name)
    {
        properties.Remove("build_property." + name);
        return this;
    }

    public Canary Suppressing(string code)
    {
        options = options.WithSpecificDiagnosticOptions(options.SpecificDiagnosticOptions.SetItem(code, ReportDiagnostic.Suppress));
        return this;
    }

    /// <summary>Adds a source; the members of one handler, with <c>db</c> at hand.</summary>
    public Canary Handler(string members, string path = File) =>
        Source($"internal sealed class Handler(IDb db)\n{{\n{members}\n}}\n", path);

    public Canary Source(string text, string path = File)
    {
        // Its own usings stand before everything else.
        sources.Add((Root + path, text.StartsWith("using ", StringComparison.Ordinal) ? text : Head + text));
        return this;
    }

    /// <summary>What it finds is exactly what is marked.</summary>
    public async Task<IReadOnlyList<Diagnostic>> FindsWhatIsMarkedAsync()
    {
        var marked = sources.Select(s => (s.Path, Source: Marked.Read(s.Text))).ToList();
        var found = await RunAsync([.. marked.Select(m => (m.Path, m.Source.Text))]);

        var expected = marked.SelectMany(m =>
            m.Source.Spans.Select(s =>
                $"{s.Code} {Path.GetFileName(m.Path)}: {m.Source.Text.Substring(s.Span.Start, s.Span.Length)} @{s.Span.Start}"
            )
        );
        var actual = found.Select(d =>
            d.Location.SourceTree is { } tree
                ? $"{d.Id} {Path.GetFileName(tree.FilePath)}: {tree.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)} @{d.Location.SourceSpan.Start}"
                : d.Id
        );
        Assert.That(actual, Is.EquivalentTo(expected), string.Join("\n", found));
        return found;
    }

    /// <summary>Every error of the checker; the source itself compiles.</summary>
    public Task<IReadOnlyList<Diagnostic>> FindsAsync() => RunAsync([.. sources.Select(s => (s.Path, Marked.Read(s.Text).Text))]);

    /// <summary>The compilation alone, for what is read out of it.</summary>
    public CSharpCompilation Compile() => Compile([.. sources.Select(s => (s.Path, Marked.Read(s.Text).Text))]);

    private static SnapshotEntry Entry(string sql)
    {
        var text = SqlText.Of(sql);
        return new SnapshotEntry
        {
            File = File,
            Name = "Sql",
            Id = text.Identity,
            Signatures = new Dictionary<string, string?> { [""] = null },
        };
    }

    private async Task<IReadOnlyList<Diagnostic>> RunAsync(List<(string Path, string Text)> plain)
    {
        var analysed = Compile(plain)
            .WithAnalyzers(
                [new SqlAnalyzer()],
                new CompilationWithAnalyzersOptions(
                    new AnalyzerOptions([.. files.Select(f => new Additional(f.Path, f.Text))], new Options(properties)),
                    onAnalyzerException: (e, _, _) => throw new InvalidOperationException("The analyzer failed.", e),
                    concurrentAnalysis: true,
                    logAnalyzerExecutionTime: false
                )
            );
        return await analysed.GetAnalyzerDiagnosticsAsync();
    }

    private CSharpCompilation Compile(List<(string Path, string Text)> plain)
    {
        var compilation = CSharpCompilation.Create(
            "Canary",
            plain.Select(s =>
                CSharpSyntaxTree.ParseText(
                    SourceText.From(s.Text, System.Text.Encoding.UTF8),
                    new CSharpParseOptions(LanguageVersion.Preview),
                    s.Path
                )
            ),
            References,
            options
        );
        Assert.That(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
        return compilation;
    }

    private sealed class Additional(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) =>
            text == Unreadable ? throw new IOException("The disk is on fire.") : SourceText.From(text, System.Text.Encoding.UTF8);
    }

    private sealed class Options(Dictionary<string, string> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
                values.TryGetValue(key, out value);
        }
    }

    private sealed record Marked(string Text, IReadOnlyList<(string Code, TextSpan Span)> Spans)
    {
        public static Marked Read(string text)
        {
            var plain = new System.Text.StringBuilder();
            var open = new Stack<(string Code, int Start)>();
            var spans = new List<(string, TextSpan)>();
            for (var i = 0; i < text.Length; i++)
            {
                if (text.AsSpan(i).StartsWith("{|SQL"))
                {
                    open.Push((text.Substring(i + 2, 6), plain.Length));
                    i += 8;
                }
                else if (text.AsSpan(i).StartsWith("|}") && open.Count > 0)
                {
                    var (code, start) = open.Pop();
                    spans.Add((code, TextSpan.FromBounds(start, plain.Length)));
                    i++;
                }
                else
                {
                    plain.Append(text[i]);
                }
            }

            return new Marked(plain.ToString(), spans);
        }
    }
}
