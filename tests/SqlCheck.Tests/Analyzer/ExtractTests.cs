using Microsoft.CodeAnalysis;
using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>The finite set of texts, and the place of each word in whatever literal it stands.</summary>
public sealed class ExtractTests
{
    [TestCase("db.Enqueue(\"select 1\")", "select 1")]
    [TestCase("db.Enqueue(\"select \" + \"1\")", "select 1")]
    [TestCase("db.Enqueue(Sql)", "select a")]
    [TestCase("db.Enqueue(Sql + \", b\")", "select a, b")]
    [TestCase("db.Enqueue($\"{Sql} limit {Limit}\")", "select a limit 50")]
    [TestCase("db.Enqueue(\"select 1 limit \" + Limit)", "select 1 limit 50")]
    [TestCase("db.Enqueue(hot ? Sql : \"select b\")", "select a|select b")]
    [TestCase("db.Enqueue(hot ? Sql : throw new Exception())", "select a")]
    [TestCase(
        "db.Enqueue($\"select a{(hot ? \"\" : \", b\")}{(cold ? \"\" : \", c\")}\")",
        "select a|select a, b|select a, b, c|select a, c"
    )]
    [TestCase(
        "db.Enqueue(day switch { DayOfWeek.Monday => Sql, DayOfWeek.Friday => \"select b\", _ => throw new Exception() })",
        "select a|select b"
    )]
    [TestCase("var sql = hot ? Sql : Sql + \", b\"; db.Enqueue(sql + \" limit 1\")", "select a limit 1|select a, b limit 1")]
    [TestCase("const string local = Sql + \", local\"; db.Enqueue(local)", "select a, local")]
    [TestCase("db.Enqueue(hot ? \" select 1\" : \"select 1\\r\\n\")", "select 1")]
    public void Every_text_is_found(string statements, string texts)
    {
        var call = Calls(statements).Single();

        Assert.That(call.Problems, Is.Empty);
        Assert.That(string.Join("|", call.Texts.Select(t => t.Text.Text).Order(StringComparer.Ordinal)), Is.EqualTo(texts));
    }

    [Test]
    public void More_than_sixty_four_texts_are_too_many()
    {
        var choices = string.Concat(Enumerable.Range(0, 7).Select(i => $"{{(hot ? \"a{i}\" : \"b{i}\")}}"));

        var call = Calls($"db.Enqueue($\"select {choices}\")").Single();

        Assert.That(call.Problems.Single().Message, Does.StartWith("These are more than 64 texts"));
    }

    [TestCase("db.Enqueue(Sql)", "Sql")]
    [TestCase("db.Enqueue(\"select 1\")", "Go")]
    [TestCase("var chosen = \"select 1\"; db.Enqueue(chosen)", "chosen")]
    [TestCase("db.Enqueue(hot ? Sql : OtherSql)", "OtherSql|Sql")]
    public void A_text_is_named_by_its_constant(string statements, string names) =>
        Assert.That(
            string.Join("|", Calls(statements).Single().Texts.Select(t => t.Name).Order(StringComparer.Ordinal)),
            Is.EqualTo(names)
        );

    [TestCase("\"select a, HERE from t\"", TestName = "Place_in_a_plain_literal")]
    [TestCase("\"select\\t'\\u00e9\\x41\\U0001F600\\\\', HERE from t\"", TestName = "Place_behind_escapes")]
    [TestCase("@\"select \"\"q\"\",\r\n HERE from t\"", TestName = "Place_in_a_verbatim_literal")]
    [TestCase("\"\"\"select \"a\", HERE from t\"\"\"", TestName = "Place_in_a_raw_literal")]
    [TestCase(
        "\"\"\"\n        select a,\n\n            HERE\n          from t\n        \"\"\"",
        TestName = "Place_in_a_raw_literal_over_lines"
    )]
    [TestCase(
        "\"\"\"\r\n        select a,\r\n            HERE\r\n          from t\r\n        \"\"\"",
        TestName = "Place_in_a_raw_literal_over_windows_lines"
    )]
    [TestCase("\"  \\n select a, HERE from t\"", TestName = "Place_behind_leading_blanks")]
    [TestCase("\"select a, \" + \"HERE from t\"", TestName = "Place_in_the_second_of_two")]
    [TestCase("$\"select {{}} {Limit}, HERE from t\"", TestName = "Place_behind_an_interpolation")]
    [TestCase("$@\"select {{}} \"\"{Limit}\"\", HERE from t\"", TestName = "Place_behind_a_verbatim_interpolation")]
    [TestCase("$\"\"\"select {Limit}, HERE from t\"\"\"", TestName = "Place_behind_a_raw_interpolation")]
    [TestCase(
        "$\"\"\"\n        select {Limit},\n            HERE\n          from t\n        \"\"\"",
        TestName = "Place_behind_a_raw_interpolation_over_lines"
    )]
    [TestCase(
        "$\"\"\"\n            {Limit} select\n              a,\n          HERE\n          from t\n        \"\"\"",
        TestName = "Place_behind_a_leading_interpolation_over_lines"
    )]
    [TestCase(
        "$\"\"\"\n          select a,\n          HERE\n          from {Limit}\n        \"\"\"",
        TestName = "Place_before_an_interpolation_over_lines"
    )]
    public void The_place_of_a_word_is_exact(string literal)
    {
        var variant = Calls($"db.Enqueue({literal})").Single().Texts.Single();
        var at = variant.Text.Text.IndexOf("HERE", StringComparison.Ordinal);

        var place = variant.At(new Span(at, 4));

        var found = place.SourceTree!.ToString().Substring(place.SourceSpan.Start, place.SourceSpan.Length);
        Assert.That(found, Is.EqualTo("HERE"), $"{variant.Text.Text} in {place}");
    }

    [Test]
    public void The_place_of_a_word_from_a_constant_is_where_the_constant_stands()
    {
        var variant = Calls("db.Enqueue($\"{Sql} from t\")").Single().Texts.Single();

        var place = variant.At(new Span(7, 1));

        var line = place.SourceTree!.ToString().Split('\n')[place.GetLineSpan().StartLinePosition.Line];
        Assert.That(line[..place.GetLineSpan().EndLinePosition.Character].TrimStart(), Is.EqualTo("private const string Sql = \"select a"));
    }

    [Test]
    public void Wrappers_pass_on_what_their_callers_are_checked_for()
    {
        var calls = Calls(
            """
            Wrapped<int>("select 1", new { Id = 1 });
            }
            private Deferred<T> Wrapped<T>([Sql] string sql, object? args) => db.Defer<T>(sql, args);
            private void Rest()
            {
            """
        );

        var forwarded = calls.Single(c => c.IsForwarded);
        var called = calls.Single(c => !c.IsForwarded);
        Assert.Multiple(() =>
        {
            Assert.That(forwarded.Problems, Is.Empty);
            Assert.That(called.Row!.Members.Single().Type, Is.EqualTo("int"));
            Assert.That(called.Args.Members.Single().Wire, Is.EqualTo("integer"));
        });
    }

    [TestCase("Deferred<T> W<T>([Sql] string sql, object? args) => db.Defer<T>(sql, new { Id = 1 });", "its own args")]
    [TestCase("Deferred<T> W<T>([Sql] string sql) => db.Defer<T>(sql, new { Id = 1 });", "its own args")]
    [TestCase("Deferred<T> W<T>([Sql] string sql, object? args) => db.Defer<T>(sql);", "its own args")]
    [TestCase("Deferred<int> W([Sql] string sql, object? args) => db.Defer<int>(sql, args);", "row type")]
    [TestCase("IQueued W([Sql] string sql, object? args) { sql = sql.Trim(); return db.Enqueue(sql, args); }", "is changed")]
    [TestCase("IQueued W([Sql] string sql, object? args) { (sql, args) = (\"x\", null); return db.Enqueue(sql, args); }", "is changed")]
    [TestCase(
        "IQueued W([Sql] string sql, object? args) { Change(ref sql); return db.Enqueue(sql, args); } void Change(ref string s) { }",
        "is changed"
    )]
    [TestCase("IQueued W(string sql, object? args) => db.Enqueue(sql, args);", "put [Sql] on it")]
    [TestCase("IQueued W([Sql(IsUnscoped = true)] string sql, object? args) => db.Enqueue(sql, args);", "says the same")]
    public void A_wrapper_that_hides_something_is_refused(string wrapper, string reason)
    {
        var calls = Calls($"}} private {wrapper} private void Rest() {{");

        Assert.That(calls.SelectMany(c => c.Problems).Single().Message, Does.Contain(reason));
    }

    [TestCase("public void W([Sql] int sql) { }", "plain parameter of type string")]
    [TestCase("public void W([Sql] ref string sql) { }", "plain parameter of type string")]
    [TestCase("public void W([Sql] string sql, [Sql] string more) { }", "one statement")]
    [TestCase("public void W<T, U>([Sql] string sql) { }", "one type parameter")]
    [TestCase("public delegate void W([Sql] string sql);", "cannot be followed")]
    [TestCase("public int this[[Sql] string sql] => 1;", "cannot be followed")]
    [TestCase("public sealed record W([Sql] string Sql);", "class")]
    [TestCase(
        "public interface I { void W(string sql); } public sealed class C : I { public void W([Sql] string sql) { } }",
        "has no [Sql] here"
    )]
    [TestCase(
        "public abstract class B { public abstract void W(string sql); } public sealed class C : B { public override void W([Sql] string sql) { } }",
        "has no [Sql] here"
    )]
    public async Task The_attribute_stands_only_where_it_can_be_followed(string member, string reason)
    {
        var found = await Canary.Of().Handler(member).FindsAsync();

        Assert.That(
            found.Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).Distinct(),
            Has.Some.Contains(reason)
        );
    }

    [Test]
    public void A_class_that_implements_the_door_is_the_door()
    {
        var calls = Calls(
            """
            Mine mine = new(); mine.Enqueue("select 1");
            }
            internal interface ILike { void Enqueue([Sql] string sql, object? args = null); }
            internal sealed class Mine : ILike { public void Enqueue(string sql, object? args = null) { } }
            private void Rest()
            {
            """
        );

        Assert.That(calls.Single().Texts.Single().Text.Text, Is.EqualTo("select 1"));
    }

    [Test]
    public void Constructors_and_base_constructors_are_doors()
    {
        var calls = Calls(
            """
            new Row<int>("select 1", new { Id = 1 });
            }
            internal class Plain([Sql] string sql, object? args) { public string Text => sql; }
            internal sealed class Row<T>([Sql] string sql, object? args) : Plain(sql, args);
            internal sealed class Fixed : Plain { public Fixed() : base("select 2", null) { } }
            private void Rest()
            {
            """
        );

        Assert.That(
            calls.Select(c => c.IsForwarded ? "forwarded" : c.Texts.Single().Text.Text),
            Is.EquivalentTo(new[] { "select 1", "forwarded", "select 2" })
        );
        Assert.That(calls.Single(c => c.TakesRows).Row!.Name, Is.EqualTo("int"));
    }

    [Test]
    public void The_types_of_all_arguments_are_known()
    {
        var call = Calls(
                """
                db.Enqueue("select 1", new { Id = Guid.Empty, Maybe = (Guid?)null, Text = "", Many = new List<Guid>(), Some = new decimal?[0], Bytes = new byte[0], At = DateTimeOffset.Now, Day = (DateOnly?)null, Flags = new bool[0].AsEnumerable() });
                """
            )
            .Single();

        Assert.That(
            string.Join("; ", call.Args.Members.Select(m => $"{m.Name} {m.Wire}")),
            Is.EqualTo(
                "Id uuid; Maybe uuid; Text text; Many uuid[]; Some numeric[]; Bytes bytea; At timestamp with time zone; Day date; Flags boolean[]"
            )
        );
    }

    private static List<SqlCall> Calls(string statements)
    {
        var compilation = Canary
            .Of()
            .Handler(
                $$"""
                private const int Limit = 50;
                private const string Sql = "select a";
                private const string OtherSql = "select b";
                public void Go(bool hot, bool cold, DayOfWeek day)
                {
                    {{statements}};
                }
                """
            )
            .Compile();
        return [.. new Extract(compilation, "/house/", "sales", tree => compilation.GetSemanticModel(tree)).All()];
    }
}
