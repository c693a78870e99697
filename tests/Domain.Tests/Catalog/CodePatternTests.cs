using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

public sealed class CodePatternTests
{
    private static readonly CodePattern British = Codes.Preset("GB")[0];
    private static readonly IReadOnlyList<CodePattern> Swedish = Codes.Preset("SE");

    // Values and digits of the General Specifications and of three projects' tests.
    [TestCase("2875", '9')]
    [TestCase("0599", '1')]
    [TestCase("0412", '0')]
    [TestCase("1234", '9')]
    public void The_digit_that_guards_four_digits_follows_from_them(string value, char verifier)
    {
        var read = Codes.Understood(Codes.WithCheckDigit($"2012345{verifier}{value}"), [British]).Candidates[0];
        Assert.That(read.Content.Price, Is.EqualTo(new CodePrice(Codes.Decimal(value, 2), null)));
    }

    [TestCase("14685", '6')]
    [TestCase("01299", '5')]
    public void The_digit_that_guards_five_digits_follows_from_them(string value, char verifier)
    {
        var read = Codes.Understood(Codes.WithCheckDigit($"281234{verifier}{value}"), Codes.Preset("DE")).Candidates[0];
        Assert.That(read.Content.NetWeight, Is.EqualTo(Codes.Decimal(value, 3)));
    }

    [Test]
    public void Of_ten_digits_one_guards_a_value() =>
        Assert.Multiple(() =>
        {
            foreach (var (stem, value, patterns) in new[] { ("2012345", "2875", [British]), ("281234", "14685", Codes.Preset("DE")) })
            {
                var verdicts = Enumerable
                    .Range(0, 10)
                    .Select(v => ScannedCode.Read(Codes.WithCheckDigit($"{stem}{v}{value}"), patterns, Codes.Today))
                    .ToList();
                Assert.That(verdicts.OfType<ReadableCode>().Count(), Is.EqualTo(1));
                var problems = verdicts.OfType<UnreadableCode>().Select(u => u.Problem).ToList();
                Assert.That(problems.Select(p => p.Fault), Is.All.EqualTo(CodeFault.Verifier));
                Assert.That(problems.Select(p => p.Expected).Distinct().Count(), Is.EqualTo(1));
            }
        });

    // 20, 21, 22: price with 2, 1, 0 decimals; 23, 24, 25: weight with 3, 2, 1. No digit guards them.
    [TestCase("20", "4.99", null)]
    [TestCase("21", "49.9", null)]
    [TestCase("22", "499", null)]
    [TestCase("23", null, "0.499")]
    [TestCase("24", null, "4.99")]
    [TestCase("25", null, "49.9")]
    public void Sweden_tells_the_point_by_the_prefix(string prefix, string? price, string? weight)
    {
        var read = Codes.Understood(Codes.WithCheckDigit($"{prefix}1234560499"), Swedish).Candidates[0];
        Assert.Multiple(() =>
        {
            Assert.That(read.Kind, Is.EqualTo(BarcodeKind.InStore));
            Assert.That(read.Value, Is.EqualTo($"{prefix}12345600000"));
            Assert.That(read.Content.Price?.Amount, Is.EqualTo(Codes.Decimal(price)));
            Assert.That(read.Content.NetWeight, Is.EqualTo(Codes.Decimal(weight)));
            Assert.That(read.Content.Quantity, Is.Null);
        });
    }

    [Test]
    public void The_United_Kingdom_guards_pence() =>
        Assert.Multiple(() =>
        {
            Assert.That(British.Drawn(), Is.EqualTo("20IIIIIVPPPPC"));
            var read = Codes.Understood(Codes.WithCheckDigit("201234510599"), [British]).Candidates[0];
            Assert.That((read.Value, read.Content.Price!.MinorUnits(2)), Is.EqualTo(("2012345000000", 599L)));
        });

    [Test]
    public void Pieces_can_be_counted_by_a_number() =>
        Assert.That(
            Codes
                .Understood(Codes.WithCheckDigit($"251234{Codes.Verifier("00012")}00012"), Codes.Preset("DE"))
                .Candidates[0]
                .Content.Quantity,
            Is.EqualTo(12m)
        );

    [Test]
    public void All_labels_of_an_article_lead_to_one_code() =>
        Assert.That(
            new[] { "0001", "0499", "9999" }
                .Select(value => Codes.Understood(Codes.WithCheckDigit($"20123456{value}"), Swedish).Candidates[0].Value)
                .Distinct(),
            Is.EqualTo(new[] { "2012345600000" })
        );

    // As a label of GS1 Finland has it, and as the code is kept: typed in from a list, both name the article.
    [TestCase("2012345600003")]
    [TestCase("2012345600000")]
    public void A_value_of_zero_names_the_article_and_no_value(string digits)
    {
        var read = Codes.Understood(digits, Swedish).Candidates[0];
        Assert.That((read.Value, read.Content), Is.EqualTo(("2012345600000", CodeContent.None)));
    }

    [Test]
    public void A_upc_of_number_system_2_is_a_number_of_prefix_02()
    {
        var pattern = new CodePattern("02", 5, 4, HasVerifier: true, CodeValueKind.Price, 2);
        var upc = Codes.WithCheckDigit("21234592875");

        Assert.Multiple(() =>
        {
            foreach (var digits in new[] { upc, $"0{upc}", $"00{upc}", $"]E00{upc}" })
            {
                var read = Codes.Understood(digits, [pattern]).Candidates[0];
                Assert.That((read.Value, read.Content.Price?.Amount), Is.EqualTo(("0212345000000", 28.75m)), digits);
            }
        });
    }

    [Test]
    public void A_wrong_check_digit_is_a_problem_when_a_value_hangs_on_it()
    {
        var right = Codes.WithCheckDigit("201234560499");
        var wrong = right[..^1] + (char)('0' + (right[^1] - '0' + 1) % 10);

        Assert.Multiple(() =>
        {
            foreach (var raw in new[] { wrong, $"]E0{wrong}" })
            {
                var problem = Codes.Refused(raw, Swedish);
                Assert.That((problem.Fault, problem.Expected), Is.EqualTo((CodeFault.CheckDigit, (char?)right[^1])), raw);
            }
        });
    }

    [Test]
    public void Numbers_from_before_there_was_a_pattern_are_still_found()
    {
        var read = Codes.Understood("2000000000015", [Swedish[0] with { Prefix = "2000", ItemDigits = 4 }]);
        Assert.That(
            read.Candidates.Select(c => (c.Value, HasPrice: c.Content.Price is not null)),
            Is.EqualTo(new[] { ("2000000000015", false) }.Prepend(("2000000000000", true)))
        );
    }

    [Test]
    public void In_store_numbers_without_a_pattern_mean_themselves()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Only("2000000000015"), Is.EqualTo((BarcodeKind.InStore, "2000000000015")));
            Assert.That(Only("212345678992"), Is.EqualTo((BarcodeKind.InStore, "0212345678992")));
            Assert.That(Only("20123451"), Is.EqualTo((BarcodeKind.InStore, "20123451")));
        });

        static (BarcodeKind, string) Only(string digits) => Codes.Understood(digits, []).Candidates.Select(c => (c.Kind, c.Value)).First();
    }

    [TestCase("2", 6, 4, false, 2, "two digits")]
    [TestCase("2A", 6, 4, false, 2, "two digits")]
    [TestCase("30", 6, 4, false, 2, "lies within")]
    [TestCase("01", 6, 4, false, 2, "lies within")]
    [TestCase("20", 5, 4, false, 2, "13 digits together, not 12")]
    [TestCase("20", 6, 4, true, 2, "13 digits together, not 14")]
    [TestCase("20", 0, 10, false, 2, "names the article")]
    [TestCase("20", 9, 1, false, 0, "2 to 7")]
    [TestCase("20", 2, 8, false, 2, "2 to 7")]
    [TestCase("20", 3, 6, true, 2, "guarded")]
    [TestCase("20", 6, 4, false, 4, "decimals")]
    [TestCase("20", 6, 4, false, -1, "decimals")]
    public void A_pattern_that_does_not_add_up_is_refused(string prefix, int item, int value, bool verified, int decimals, string why) =>
        Assert.That(CodePattern.Problem(new CodePattern(prefix, item, value, verified, CodeValueKind.Price, decimals)), Does.Contain(why));

    [Test]
    public void A_kind_that_there_is_not_is_refused() =>
        Assert.That(CodePattern.Problem(British with { Kind = (CodeValueKind)7 }), Does.Contain("price, a weight or a quantity"));

    [TestCase("20", "20", "Prefix 20 and prefix 20 claim the same numbers.")]
    [TestCase("20", "201", "Prefix 201 and prefix 20 claim the same numbers.")]
    [TestCase("2012", "20", "Prefix 20 and prefix 2012 claim the same numbers.")]
    [TestCase("20", "21", null)]
    [TestCase("02", "20", null)]
    [TestCase("201", "202", null)]
    public void Two_patterns_must_not_claim_the_same_numbers(string one, string other, string? problem)
    {
        Assert.That(CodePattern.Problem([Of(one), Of(other)]), Is.EqualTo(problem));

        static CodePattern Of(string prefix) => new(prefix, 8 - prefix.Length, 4, HasVerifier: false, CodeValueKind.Weight, 3);
    }

    [Test]
    public void A_pattern_that_is_wrong_claims_nothing() =>
        Assert.That(
            Codes.Understood("2000000000015", [British with { ItemDigits = 40 }, British with { Prefix = "" }]).Candidates[0].Value,
            Is.EqualTo("2000000000015")
        );

    [Test]
    public void Every_preset_is_right_and_says_who_says_so() =>
        Assert.Multiple(() =>
        {
            foreach (var preset in CodePatternPresets.All)
            {
                Assert.That(CodePattern.Problem(preset.Patterns), Is.Null, preset.Country);
                Assert.That(Domain.Common.Countries.IsInUse(preset.Country), Is.True, preset.Country);
                Assert.That(preset.Source, Is.Not.Empty);
                Assert.That(preset.Patterns, Is.Not.Empty);
            }

            Assert.That(CodePatternPresets.All.Select(p => p.Country), Is.Unique);
            Assert.That(CodePatternPresets.Of("XX"), Is.Null);
        });

    [TestCase("4.99", 2, 499)]
    [TestCase("49.9", 2, 4990)]
    [TestCase("499", 2, 49900)]
    [TestCase("499", 0, 499)]
    [TestCase("4.990", 2, 499)]
    [TestCase("4.99", 3, 4990)]
    [TestCase("4.99", 0, null)]
    [TestCase("4.995", 2, null)]
    [TestCase("999999999999999", 5, null)]
    public void A_price_is_minor_units_exactly_or_not_at_all(string amount, int digits, long? units) =>
        Assert.That(new CodePrice(Codes.Decimal(amount)!.Value, null).MinorUnits(digits), Is.EqualTo(units));
}
