using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Migrator;
using PosCommerce.Testing;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>Small sources of one context, checked against the product's own schema or a changed one.</summary>
internal static class Sample
{
    private const string Around = """
        using System;
        using System.Threading.Tasks;
        using PosCommerce.Application.Common;

        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator) // Always there where the runtime has assemblies.
                .Append(typeof(IDb).Assembly.Location)
                .Distinct()
                .Select(file => MetadataReference.CreateFromFile(file)),
        ]
    );

    /// <summary>Most checks here are of the product's own scripts.</summary>
    public static KeptSchemas Schemas { get; } = new();

    public static string Root => Local.Repository.Root;

    public static Scripts Scripts => Scripts.Read(Root);

    public static Exemptions Exemptions => Exemptions.Read(Root);

    /// <summary>Every place of a source that passes SQL. The source must compile.</summary>
    public static IReadOnlyList<SqlCall> Calls(string context, string source, string file = "Sample.cs")
    {
        var folder = $"src/Application/{char.ToUpperInvariant(context[0])}{context[1..]}";
        var tree = CSharpSyntaxTree.ParseText(Around + source, new CSharpParseOptions(LanguageVersion.Preview), $"{Root}/{folder}/{file}");
        var compilation = CSharpCompilation.Create(
            "Sample",
            [tree],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        Assert.That(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
        return [.. new Extract(compilation, Root, Contexts.OfProject(folder), t => compilation.GetSemanticModel(t)).All()];
    }

    /// <summary>One call in a class of its own.</summary>
    public static IReadOnlyList<SqlCall> Call(string context, string call, string members = "", string file = "Sample.cs") =>
        Calls(context, $"internal sealed class Sample(IDb db)\n{{\n    {members}\n    public object Run() => {call};\n}}\n", file);

    /// <summary>Makes the schema, asks about the calls and drops everything again.</summary>
    public static async Task<Verified> VerifyAsync(IReadOnlyList<SqlCall> calls, Scripts? scripts = null, Exemptions? exemptions = null) =>
        await new Verification(
            await ServerAsync(),
            scripts ?? Scripts,
            exemptions ?? (Exemptions with { Statements = [] }),
            Silence.Instance,
            (_, _) => { }
        ).RunAsync(Task.FromResult(calls), CancellationToken.None);

    public static async Task<CheckServer> ServerAsync()
    {
        var cluster = await TestCluster.GetAsync();
        return await CheckServer.OfAsync(cluster.Admin, cluster.Passwords, Schemas, CancellationToken.None);
    }

    /// <summary>The code of a finding, and the words of the source it points at.</summary>
    public static string Shown(this Finding finding) =>
        $"{finding.Code} {finding.Location.SourceTree?.GetText().ToString(finding.Location.SourceSpan)}";
}
