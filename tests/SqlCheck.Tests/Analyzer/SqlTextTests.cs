using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>What the server is sent is exactly what the driver would send.</summary>
public sealed class SqlTextTests
{
    private const int Draws = 20_000;

    // Everything in which an @ could be text, and what makes and ends it.
    private static readonly string[] Scraps =
    [
        "@Id",
        "@id2",
        "@Limit",
        "@_x",
        "@",
        "@@",
        "@>",
        "<@",
        "::",
        ":",
        "::text",
        "[1:2]",
        ":1",
        "@1",
        ":=",
        " ",
        "\n",
        "\t",
        "a",
        "E",
        "e",
        "x1",
        "1",
        "'",
        "''",
        "'it''s @Id'",
        "'\n'",
        "E'\\'@Id'",
        "\"",
        "\"@Id\"",
        "$$",
        "$$@Id$$",
        "$tag$",
        "$tag$ @Id $tag$",
        "$é$",
        "$😀$",
        "$1a$",
        "--",
        "-- @Id\n",
        "/*",
        "*/",
        "/* @Id /* @x */ */",
        "\\",
        "(",
        ")",
        ",",
        "select",
        "=",
        "-",
        "+",
        "/",
        "*",
        "é",
        "😀",
        "$",
    ];

    [TestCase("select @Id", "select $1")]
    [TestCase("select @Id, @Other, @Id", "select $1, $2, $1")]
    [TestCase("a @> @Id and b <@ c and d @@ e", "a @> $1 and b <@ c and d @@ e")]
    [TestCase("@Id::uuid", "$1::uuid")]
    [TestCase("'@Id' || @Id || 'it''s @Id'", "'@Id' || $1 || 'it''s @Id'")]
    [TestCase("E'\\'@Id' || e'@Id' || @Id", "E'\\'@Id' || e'@Id' || $1")]
    [TestCase("date'2020-01-01' + @Id", "date'2020-01-01' + $1")]
    [TestCase("$$@Id$$ || $t$ @Id $$ $t$ || @Id", "$$@Id$$ || $t$ @Id $$ $t$ || $1")]
    [TestCase("-- @Id\n@Id", "-- @Id\n$1")]
    [TestCase("/* @Id /* @Id */ @Id */ @Id", "/* @Id /* @Id */ @Id */ $1")]
    [TestCase("\"@Id\" = @Id", "\"@Id\" = $1")]
    [TestCase("a[1:2] = @Id", "a[1:2] = $1")]
    public void Parameters_are_replaced_and_nothing_else(string text, string positional) =>
        Assert.That(SqlText.Of(text).Positional, Is.EqualTo(positional));

    [Test]
    public void Line_ends_and_blanks_around_do_not_count()
    {
        var windows = SqlText.Of("\r\n  select 1\r\n   from t\r\n");

        Assert.Multiple(() =>
        {
            Assert.That(windows.Text, Is.EqualTo("select 1\n   from t"));
            Assert.That(windows.Identity, Is.EqualTo(SqlText.Of("select 1\n   from t\n").Identity));
            Assert.That(windows.Identity, Has.Length.EqualTo(20));
        });
    }

    [Test]
    public void A_word_is_found_by_the_servers_position()
    {
        // Positions count characters: the smiling face is one, and two units of UTF-16.
        var text = SqlText.Of("select '😀', @Pattern::text, c.title from t");

        Assert.Multiple(() =>
        {
            Assert.That(Word(text, 1), Is.EqualTo("select"));
            Assert.That(Word(text, text.Positional.IndexOf("$1", StringComparison.Ordinal)), Is.EqualTo("@Pattern"));
            Assert.That(Word(text, text.Positional.IndexOf("c.title", StringComparison.Ordinal)), Is.EqualTo("c.title"));
            Assert.That(Word(text, text.Positional.IndexOf("::", StringComparison.Ordinal)), Is.EqualTo("::"));
            Assert.That(Word(text, text.Positional.Length + 1), Is.EqualTo("t"));
            Assert.That(Word(text, 0), Is.EqualTo(text.Text));
        });
    }

    [Test]
    public void Every_offset_has_its_way_back()
    {
        var text = SqlText.Of("select @Id, @Id, @Other + 1");

        Assert.That(
            Enumerable
                .Range(0, text.Positional.Length)
                .Where(i => text.Positional[i] is not '$')
                .Where(i => !char.IsDigit(text.Positional[i]) || text.Positional[i - 1] != '$')
                .All(i => text.Text[text.ToText(i)] == text.Positional[i])
        );
    }

    [TestCase("begin", true)]
    [TestCase(" begin transaction read only\n", true)]
    [TestCase("set role x", false)]
    public void Only_a_fixed_few_are_not_prepared(string text, bool isUtility) =>
        Assert.That(SqlText.Of(text).IsUtility, Is.EqualTo(isUtility));

    [TestCase("select E'it''s \\'@Id\\'' || @Id")]
    [TestCase("select E'a'\n'b\\'@Id' || @Id")]
    [TestCase("select E'a' -- and\n /* so on */ 'b\\'@Id' || @Id")]
    [TestCase("select $\u00e9$ @Id $\u00e9$ || @Id")]
    [TestCase("select $😀$ @Id $😀$ || @Id")]
    public void What_PostgreSQL_and_the_driver_may_read_otherwise_is_refused(string text) =>
        Assert.That(SqlText.Of(text).Problem, Does.Contain("do not read this alike"));

    [Test]
    public void A_parameter_named_like_a_bound_is_refused() =>
        Assert.That(SqlText.Of("select a[1:2] from t where id = @2").Problem, Does.Contain("an array's bound"));

    [Test]
    public void The_driver_rewrites_alike()
    {
        var texts = Gen.ArrayOf(Gen.Elements(Scraps)).Select(string.Concat).ToArbitrary();

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Draws).WithQuietOnSuccess(true),
            Prop.ForAll(
                texts,
                scraps =>
                {
                    var text = SqlText.Of(scraps);
                    // Such texts are refused before they are sent.
                    return (text.Problem is not null || DriversRewrite.Of(text) == text.Positional).Label(
                        $"{DriversRewrite.Of(text)}\n{text.Positional}"
                    );
                }
            )
        );
    }

    private static string Word(SqlText text, int offsetOrPosition)
    {
        var characters = offsetOrPosition <= 1 ? offsetOrPosition : CharactersBefore(text.Positional, offsetOrPosition) + 1;
        var span = text.WordAtServerPosition(characters);
        return text.Text.Substring(span.Start, span.Length);
    }

    private static int CharactersBefore(string text, int offset) =>
        text.EnumerateRunes().TakeWhile((_, i) => text.EnumerateRunes().Take(i).Sum(r => r.Utf16SequenceLength) < offset).Count();

    /// <summary>The driver's own parser, which it keeps to itself.</summary>
    private static class DriversRewrite
    {
        // It throws.
        private static readonly Type Parser = typeof(NpgsqlCommand).Assembly.GetType("Npgsql.SqlQueryParser", throwOnError: true)!;

        public static string Of(SqlText text)
        {
            var command = new NpgsqlBatchCommand(text.Text);
            foreach (var parameter in text.Parameters)
                command.Parameters.Add(new NpgsqlParameter<int>(parameter, 1));
            var parse = Parser
                .GetMethods(
                    System.Reflection.BindingFlags.Instance
                        | System.Reflection.BindingFlags.NonPublic
                        | System.Reflection.BindingFlags.Public
                )
                .Single(m => m.Name == "ParseRawQuery" && m.GetParameters()[0].ParameterType == typeof(NpgsqlBatchCommand));
            parse.Invoke(Activator.CreateInstance(Parser, nonPublic: true), [command, true, false]);
            return (string)
                typeof(NpgsqlBatchCommand)
                    .GetProperty("FinalCommandText", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
                    .GetValue(command)!;
        }
    }
}
