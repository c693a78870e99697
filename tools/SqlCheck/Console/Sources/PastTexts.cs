using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PosCommerce.SqlCheck.Sources;

/// <summary>
/// The statements in the sources of an earlier commit. Its packages need not be there: what a text is made of are constants
/// of its own, so its projects are compiled as far as they go. Whoever asks knows the identity of the text that he wants.
/// </summary>
internal static class PastTexts
{
    // In the order of their references. A test's or tool's statement is none of the product's.
    private static readonly string[] Folders =
    [
        "src/Domain/",
        "src/Application/Common/",
        "src/Application/",
        "src/Infrastructure/",
        "db/Migrator/",
    ];

    // Without them Task, List and LINQ would be unknown, and with them the types of calls.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!) // Always there where the runtime has assemblies.
                .Split(Path.PathSeparator)
                .Where(file => Path.GetDirectoryName(file) == Path.GetDirectoryName(typeof(object).Assembly.Location))
                .Select(file => MetadataReference.CreateFromFile(file)),
        ]
    );

    public static bool IsSource(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal) && Folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>Every text that the sources pass or declare, by its identity.</summary>
    public static IReadOnlyDictionary<string, SqlText> Of(IReadOnlyDictionary<string, string> files, CancellationToken ct)
    {
        var texts = new Dictionary<string, SqlText>(StringComparer.Ordinal);
        var earlier = new List<MetadataReference>(Framework.Value);
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        foreach (
            var project in files
                .Where(file => IsSource(file.Key))
                .GroupBy(file => ProjectOf(file.Key))
                .OrderBy(p => Array.FindIndex(Folders, folder => p.Key.StartsWith(folder, StringComparison.Ordinal)))
        )
        {
            var compilation = CSharpCompilation.Create(
                project.Key,
                project
                    .Select(file => CSharpSyntaxTree.ParseText(file.Value, options, file.Key, cancellationToken: ct))
                    .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options, cancellationToken: ct)),
                earlier,
                new CSharpCompilationOptions(
                    OutputKind.DynamicallyLinkedLibrary,
                    nullableContextOptions: NullableContextOptions.Enable,
                    metadataImportOptions: MetadataImportOptions.All
                )
            );
            var extract = new Extract(compilation, "", Contexts.OfProject(project.Key), tree => compilation.GetSemanticModel(tree));
            foreach (
                var text in extract.All(ct).SelectMany(call => call.Texts).Select(variant => variant.Text).Concat(Declared(compilation))
            )
                texts[text.Identity] = text;
            earlier.Add(compilation.ToMetadataReference());
        }

        return texts;
    }

    // A call whose other arguments cannot be understood without the packages still passes a constant that is declared.
    private static IEnumerable<SqlText> Declared(CSharpCompilation compilation) =>
        compilation
            .GetSymbolsWithName(_ => true, SymbolFilter.Member)
            .OfType<IFieldSymbol>()
            .Where(field => field.IsConst)
            .Select(field => field.ConstantValue)
            .OfType<string>()
            .Select(SqlText.Of);

    private static string ProjectOf(string path)
    {
        var parts = path.Split('/');
        return string.Join(
                '/',
                parts.Take(
                    path.StartsWith("src/Domain/", StringComparison.Ordinal)
                    || path.StartsWith("src/Application/", StringComparison.Ordinal)
                        ? 3
                        : 2
                )
            ) + "/";
    }
}
