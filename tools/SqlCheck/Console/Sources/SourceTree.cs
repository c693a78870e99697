using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PosCommerce.SqlCheck.Sources;

/// <summary>
/// Compiles, in memory, every project that may hold SQL. Projects see each other as sources and not as the assemblies of the
/// last build: that may be old, or not exist because the checker itself refused it.
/// </summary>
internal static class SourceTree
{
    private static readonly ConcurrentDictionary<string, MetadataReference> Files = new(StringComparer.Ordinal);

    /// <exception cref="CheckFailure">There are no projects, or MSBuild cannot tell how they are compiled.</exception>
    public static async Task<IReadOnlyList<SourceProject>> CompileAsync(string root, CancellationToken ct)
    {
        var projects = Find(root);
        if (projects.Count == 0)
            throw new CheckFailure("There are no projects below src: nothing would be verified.");
        var lines = await CommandLines.CollectAsync(projects, ct);
        return Compile(root, lines, ct);
    }

    /// <summary>Every place that passes SQL, with the handlers that it serves.</summary>
    public static IEnumerable<SqlCall> CallsOf(IReadOnlyList<SourceProject> projects, string root, CancellationToken ct)
    {
        var callers = new Callers(projects);
        foreach (var project in projects)
        {
            foreach (var call in project.Calls(root, ct))
            {
                if (!call.IsForwarded)
                    call.Serves = callers.Of(call, project, root, ct);
                yield return call;
            }
        }
    }

    /// <summary>The projects of contexts, and what they may refer to.</summary>
    private static IReadOnlyList<string> Find(string root)
    {
        string[] folders = ["src/Domain", "src/Application", "src/Infrastructure", "db/Migrator"];
        return
        [
            .. folders
                .Select(folder => Path.Combine(root, folder))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<SourceProject> Compile(string root, IReadOnlyList<CommandLine> lines, CancellationToken ct)
    {
        var byName = lines.ToDictionary(line => line.Project, StringComparer.OrdinalIgnoreCase);
        var parsed = new ConcurrentDictionary<string, Parsed>(StringComparer.OrdinalIgnoreCase);
        Parallel.ForEach(lines, new ParallelOptions { CancellationToken = ct }, line => parsed[line.Project] = Parse(line));
        var compiled = new Dictionary<string, CSharpCompilation>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. lines.Select(line =>
            {
                var folder = Paths.Relative(root, line.Folder);
                return new SourceProject(folder, Contexts.OfProject(folder), Compiled(line.Project));
            }),
        ];

        CSharpCompilation Compiled(string project)
        {
            if (compiled.TryGetValue(project, out var known))
                return known;
            var (arguments, trees, generators) = parsed[project];
            var references = arguments
                .MetadataReferences.Select(reference =>
                {
                    var name = Path.GetFileNameWithoutExtension(reference.Reference);
                    return byName.ContainsKey(name) && name != project
                        ? (MetadataReference)Compiled(name).ToMetadataReference(reference.Properties.Aliases)
                        : Metadata(Path.GetFullPath(reference.Reference, byName[project].Folder));
                })
                .ToList();
            var compilation = CSharpCompilation.Create(
                arguments.CompilationName ?? project,
                trees,
                references,
                arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default).WithConcurrentBuild(true)
            );
            return compiled[project] = Generate(compilation, generators, ct);
        }
    }

    private static MetadataReference Metadata(string path) =>
        Files.GetOrAdd(
            path,
            file =>
                File.Exists(file)
                    ? MetadataReference.CreateFromFile(file)
                    : throw new CheckFailure(
                        $"{Path.GetFileName(file)} is not there, so the projects do not compile: restore the solution."
                    )
        );

    private static Parsed Parse(CommandLine line)
    {
        var arguments = CSharpCommandLineParser.Default.Parse(line.Arguments, line.Folder, sdkDirectory: null);
        if (arguments.SourceFiles.Length == 0)
            throw new CheckFailure($"{line.Project} has no source files: nothing in it would be verified.");
        // The SDK's compiler may be newer than the one in here, whose newest language is then called a preview.
        var options = arguments.ParseOptions.WithLanguageVersion(LanguageVersion.Preview).WithDocumentationMode(DocumentationMode.None);
        var trees = arguments
            .SourceFiles.Select(file =>
                CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), Encoding.UTF8), options, file.Path)
            )
            .ToList();
        return new Parsed(
            arguments,
            trees,
            [.. arguments.AnalyzerReferences.Select(reference => Path.GetFullPath(reference.FilePath, line.Folder))]
        );
    }

    /// <summary>The code that generators add (regular expressions, native imports) belongs to what compiles.</summary>
    private static CSharpCompilation Generate(CSharpCompilation compilation, IReadOnlyList<string> analyzers, CancellationToken ct)
    {
        var generators = analyzers.SelectMany(Generators.In).ToList();
        if (generators.Count == 0)
            return compilation;
        CSharpGeneratorDriver
            .Create(generators, additionalTexts: null, (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _, ct);
        return (CSharpCompilation)generated;
    }

    private sealed record Parsed(CSharpCommandLineArguments Arguments, IReadOnlyList<SyntaxTree> Trees, IReadOnlyList<string> Analyzers);

    /// <summary>Loads the generators that come with the framework; those of a newer compiler than this one's stay out.</summary>
    private static class Generators
    {
        private static readonly ConcurrentDictionary<string, IReadOnlyList<ISourceGenerator>> Loaded = new(StringComparer.Ordinal);
        private static readonly ConcurrentDictionary<string, bool> Folders = new(StringComparer.Ordinal);

        static Generators() => AssemblyLoadContext.Default.Resolving += Beside;

        public static IReadOnlyList<ISourceGenerator> In(string path) => Loaded.GetOrAdd(path, Load);

        private static IReadOnlyList<ISourceGenerator> Load(string path)
        {
            // The checker's own analyzer, and all others that only judge, have nothing to add.
            if (!Path.GetFileName(path).Contains("Generator", StringComparison.Ordinal) || !File.Exists(path))
                return [];
            Folders.TryAdd(Path.GetDirectoryName(path) ?? "", true);
            return [.. new AnalyzerFileReference(path, new Loader()).GetGenerators(LanguageNames.CSharp)];
        }

        // A generator may bring libraries of its own, which lie beside it.
        private static Assembly? Beside(AssemblyLoadContext context, AssemblyName name) =>
            Folders.Keys.Select(folder => Path.Combine(folder, $"{name.Name}.dll")).FirstOrDefault(File.Exists) is { } file
                ? context.LoadFromAssemblyPath(file)
                : null;

        private sealed class Loader : IAnalyzerAssemblyLoader
        {
            public void AddDependencyLocation(string fullPath) { }

            public Assembly LoadFromPath(string fullPath) => AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
        }
    }
}
