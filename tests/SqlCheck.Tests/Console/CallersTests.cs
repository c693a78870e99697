using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.SqlCheck.Sources;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>
/// A statement of one handler stands in that handler's file; what more than one needs, or somebody else, stands where it is shared.
/// </summary>
public sealed class CallersTests
{
    private const string Usings =
        "using System; using System.Threading; using System.Threading.Tasks; using PosCommerce.Application.Common;\n";
    private const string Sql = "\"delete from sales.tender where tenant_id = @tenant and sale_id = @Id\"";

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!) // Always there where the runtime has assemblies.
            .Split(Path.PathSeparator)
            .Append(typeof(IDb).Assembly.Location)
            .Distinct()
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    [Test]
    public void The_handlers_own_statement_is_at_home() =>
        Assert.That(
            OnlyHandlerOf(
                (
                    "VoidSale.cs",
                    $"{Handler("VoidSale", "db.Enqueue(TakeSql, new { Id = Guid.Empty });", $"private const string TakeSql = {Sql};")}"
                )
            ),
            Is.EqualTo("src/Application/Sales/VoidSale.cs")
        );

    [Test]
    public void A_statement_in_a_shared_class_that_one_handler_uses_belongs_to_that_handler() =>
        Assert.That(
            OnlyHandlerOf(("SaleRecords.cs", Records), ("VoidSale.cs", Handler("VoidSale", "new SaleRecords(db).Take();"))),
            Is.EqualTo("src/Application/Sales/VoidSale.cs")
        );

    [Test]
    public void It_does_so_through_any_number_of_hands() =>
        Assert.That(
            OnlyHandlerOf(
                ("SaleRecords.cs", Records),
                (
                    "Steps.cs",
                    "internal interface ISteps { void Go(); }\ninternal sealed class Steps(SaleRecords records) : ISteps { public void Go() => Then(); private void Then() { Action take = records.Take; take(); } }"
                ),
                ("VoidSale.cs", Handler("VoidSale", "Run();", "private ISteps Mine => null!; private void Run() => Mine.Go();"))
            ),
            Is.EqualTo("src/Application/Sales/VoidSale.cs")
        );

    [Test]
    public void What_two_handlers_use_is_shared() =>
        Assert.That(
            OnlyHandlerOf(
                ("SaleRecords.cs", Records),
                ("VoidSale.cs", Handler("VoidSale", "new SaleRecords(db).Take();")),
                ("DropSale.cs", Handler("DropSale", "new SaleRecords(db).Take();"))
            ),
            Is.Null
        );

    [Test]
    public void What_somebody_else_uses_too_is_shared() =>
        Assert.That(
            OnlyHandlerOf(
                ("SaleRecords.cs", Records),
                ("VoidSale.cs", Handler("VoidSale", "new SaleRecords(db).Take();")),
                ("Sweep.cs", "internal sealed class Sweep(SaleRecords records) { public void Run() => records.Take(); }")
            ),
            Is.Null
        );

    [Test]
    public void What_nobody_is_seen_to_use_is_left_alone() => Assert.That(OnlyHandlerOf(("SaleRecords.cs", Records)), Is.Null);

    [Test]
    public void What_another_context_uses_is_published()
    {
        var inventory = Project(
            "Inventory",
            [],
            (
                "StockLedger.cs",
                $"public sealed class StockLedger(IDb db) {{ private const string TakeSql = {Sql}; public void Take() => db.Enqueue(TakeSql, new {{ Id = Guid.Empty }}); }}"
            )
        );
        var sales = Project(
            "Sales",
            [inventory.Compilation.ToMetadataReference()],
            ("VoidSale.cs", Handler("VoidSale", "new StockLedger(db).Take();"))
        );

        Assert.That(OnlyHandlerOf([inventory, sales]), Is.Null);
    }

    [Test]
    public async Task It_is_told_and_may_be_listed_until_it_has_moved()
    {
        List<SourceProject> projects =
        [
            Project(
                "Sales",
                [],
                (
                    "SaleRecords.cs",
                    Records.Replace("delete from sales.tender", "update sales.sale set version = version + 1", StringComparison.Ordinal)
                ),
                ("VoidSale.cs", Handler("VoidSale", "new SaleRecords(db).Take();"))
            ),
        ];
        var calls = SourceTree.CallsOf(projects, Sample.Root, CancellationToken.None).ToList();
        AllowedIssue listed = new("src/Application/Sales/SaleRecords.cs", "TakeSql", Codes.OutOfPlace, "It moves soon.");

        var told = await Sample.VerifyAsync(calls);
        var passed = await Sample.VerifyAsync(calls, exemptions: Sample.Exemptions with { Statements = [listed] });
        var moved = await Sample.VerifyAsync(
            calls,
            exemptions: Sample.Exemptions with
            {
                Statements = [listed, listed with { File = "src/Application/Sales/VoidSale.cs" }],
            }
        );

        Assert.That(told.Findings.Select(f => f.Code), Is.EqualTo(new[] { Codes.OutOfPlace }));
        Assert.That(told.Findings[0].Message, Does.Contain("src/Application/Sales/VoidSale.cs"));
        Assert.That(told.Findings[0].Location.SourceTree?.FilePath, Does.EndWith("SaleRecords.cs"));
        Assert.That(passed.IsGood, Is.True, string.Join('\n', passed.FileFindings));
        Assert.That(moved.FileFindings.Select(f => f.Code), Is.EqualTo(new[] { Codes.SnapshotUnused }));
    }

    private static string Records =>
        $"internal sealed class SaleRecords(IDb db) {{ private const string TakeSql = {Sql}; public void Take() => db.Enqueue(TakeSql, new {{ Id = Guid.Empty }}); }}";

    private static string Handler(string name, string body, string members = "") =>
        $$"""
            public sealed record {{name}} : ICommand<int>;
            internal sealed class {{name}}Handler(IDb db) : ICommandHandler<{{name}}, int>
            {
                {{members}}
                public Task<int> Handle({{name}} command, CancellationToken ct) { _ = db; {{body}} return Task.FromResult(1); }
            }
            """;

    private static string? OnlyHandlerOf(params (string File, string Text)[] sources) => OnlyHandlerOf([Project("Sales", [], sources)]);

    private static string? OnlyHandlerOf(IReadOnlyList<SourceProject> projects) =>
        Verification.StatementsOf(SourceTree.CallsOf(projects, Sample.Root, CancellationToken.None)).Single().OnlyHandler;

    private static SourceProject Project(string context, IEnumerable<MetadataReference> others, params (string File, string Text)[] sources)
    {
        var folder = $"src/Application/{context}";
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var compilation = CSharpCompilation.Create(
            context,
            sources.Select(source => CSharpSyntaxTree.ParseText(Usings + source.Text, options, $"{Sample.Root}/{folder}/{source.File}")),
            References.Concat(others),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        Assert.That(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
        return new SourceProject(folder, Contexts.OfProject(folder), compilation);
    }
}
