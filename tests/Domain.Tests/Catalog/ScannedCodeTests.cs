using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

public sealed class ScannedCodeTests
{
    private const string UpcA = "00012345000065";
    private const string Pack = "09501101020917";

    // ZXing.Net sends 12 digits, or 13 when UPC-A is not among its formats, zxing-cpp always 13.
    [TestCase("012345000065")]
    [TestCase("0012345000065")]
    [TestCase("00012345000065")]
    [TestCase("]E0012345000065")]
    [TestCase("]E00012345000065")]
    [TestCase("0012345000065\r\n")]
    [TestCase("\t0012345000065 ")]
    [TestCase("]E3001234500006512")]
    [TestCase("]E3001234500006512345")]
    public void What_readers_send_for_one_upc_a_is_one_code(string raw) => Assert.That(First(raw), Is.EqualTo((BarcodeKind.Gtin, UpcA)));

    // zxing-cpp expands a UPC-E, ZXing.Net sends the 8 digits.
    [TestCase("0012345000065")]
    [TestCase("]E00012345000065")]
    [TestCase("]E001234565")]
    public void What_readers_send_for_one_upc_e_is_the_same_code_where_the_symbology_says_so(string raw) =>
        Assert.That(Candidates(raw)[0], Is.EqualTo((BarcodeKind.Gtin, UpcA)));

    [Test]
    public void Eight_digits_of_which_nobody_says_what_they_are_are_an_ean_8_first_and_a_upc_e_then()
    {
        Assert.Multiple(() =>
        {
            // Valid as both; as an EAN-8 it is an in-store number, for it begins with 0.
            Assert.That(Candidates("01234565"), Is.EqualTo(new[] { (BarcodeKind.InStore, "01234565"), (BarcodeKind.Gtin, UpcA) }));
            Assert.That(Candidates("]E401234565"), Is.EqualTo(new[] { (BarcodeKind.InStore, "01234565") }));
            Assert.That(Candidates("]E001234565"), Is.EqualTo(new[] { (BarcodeKind.Gtin, UpcA) }));
            // Valid as an EAN-8 alone.
            Assert.That(
                Candidates("96385074"),
                Is.EqualTo(new[] { (BarcodeKind.Gtin, "00000096385074"), (BarcodeKind.Other, "96385074") })
            );
            // Valid as a UPC-E alone.
            Assert.That(
                Candidates("01234514"),
                Is.EqualTo(new[] { (BarcodeKind.Gtin, "00012100003454"), (BarcodeKind.Other, "01234514") })
            );
        });
    }

    [Test]
    public void Eight_digits_that_are_a_gtin_8_and_a_upc_e_have_both_in_order()
    {
        var both = Enumerable
            .Range(0, 100_000)
            .Select(n => Codes.WithCheckDigit($"1{n:000000}"))
            .First(eight => Gtin.FromUpcE(eight) is not null && eight[6] > '4');

        Assert.That(
            Candidates(both),
            Is.EqualTo(
                new[] { (BarcodeKind.Gtin, $"000000{both}"), (BarcodeKind.Gtin, Gtin.FromUpcE(both)!.Value), (BarcodeKind.Other, both) }
            )
        );
    }

    // GS1-128, DataBar Expanded, DataMatrix and QR with (01) (10) (21), as each reader sends it; and as it is printed.
    [TestCase("]C10109501101020917" + "10LOT7~21S1")]
    [TestCase("]e00109501101020917" + "10LOT7~21S1")]
    [TestCase("0109501101020917" + "10LOT7~21S1")]
    [TestCase("~0109501101020917" + "10LOT7~21S1")]
    [TestCase("]d2~0109501101020917" + "10LOT7~21S1")]
    [TestCase("]d20109501101020917" + "10LOT7~21S1")]
    [TestCase("]Q30109501101020917" + "10LOT7~21S1")]
    [TestCase("]Q3~0109501101020917" + "10LOT7~21S1~")]
    [TestCase("(01)09501101020917(10)LOT7(21)S1")]
    [TestCase("]e0(01)09501101020917(10)LOT7(21)S1")]
    [TestCase("(01) 09501101020917 (10) LOT7 (21) S1")]
    [TestCase("]d221S1~10LOT7~0109501101020917")]
    [TestCase("]C10109501101020917~10LOT7~21S1")]
    public void What_readers_send_for_one_gs1_symbol_is_one_code_with_one_content(string written)
    {
        var read = Codes.Understood(Codes.Raw(written));
        Assert.Multiple(() =>
        {
            Assert.That((read.Candidates[0].Kind, read.Candidates[0].Value), Is.EqualTo((BarcodeKind.Gtin, Pack)));
            Assert.That((read.Candidates[0].Content.Lot, read.Candidates[0].Content.Serial), Is.EqualTo(("LOT7", "S1")));
            Assert.That(read.Form, Is.EqualTo(CodeForm.ElementString));
            Assert.That(read.Doubts, Is.Empty);
        });
    }

    // Made by bwip-js 4.11.4, decoded by zxing-wasm 3.1.6, which are two people's readings of the specification.
    [TestCase("]E0", "0123456000056", "00123456000056")]
    [TestCase("]E4", "96385074", "00000096385074")]
    [TestCase("]I1", "14006381333938", "14006381333938")]
    [TestCase("]e0", "0109501101020917310300125039329781299", Pack, "1.25 kg, 12.99 EUR")]
    [TestCase("]e0", "01906141410000153202000150", "90614141000015", "0.680388555 kg")]
    [TestCase("]C1", "02095011010209173712~10LOT7", Pack, "12 inside, LOT7")]
    [TestCase("]C1", "0109501101020917172802003025~10A", Pack, "25 pieces, A, until 2028-02-29")]
    [TestCase("]C1", "01095011010209178005000995~10Q", Pack, "Q")]
    [TestCase("]Q1", "https://id.gs1.org/01/09501101020917/10/A%2FB/21/S1?17=271231", Pack, "A/B, until 2027-12-31")]
    [TestCase("]d1", "HTTPS://ID.GS1.ORG/01/09501101020917", Pack)]
    [TestCase("]Q1", "4006381333931", "04006381333931")]
    public void What_one_library_encodes_and_another_decodes_is_what_was_meant(string symbology, string text, string gtin, string told = "")
    {
        var read = Codes.Understood(Codes.Raw(symbology + text)).Candidates[0];
        var content = read.Content;
        var parts = new[]
        {
            content.Quantity is { } count ? $"{count:0} {(content.IsContent ? "inside" : "pieces")}" : null,
            content.NetWeight is { } weight ? FormattableString.Invariant($"{weight:0.#########} kg") : null,
            content.Price is { } price ? FormattableString.Invariant($"{price.Amount:0.00} {price.Currency}") : null,
            content.Lot,
            content.Expiry is { } day ? $"until {day:yyyy-MM-dd}" : null,
        };
        Assert.That((read.Value, string.Join(", ", parts.Where(p => p is not null))), Is.EqualTo((gtin, told)));
    }

    [Test]
    public void A_text_that_cannot_be_kept_is_not_looked_for_beside_what_it_can_be_read_as() =>
        Assert.That(Candidates("0109501101020917" + "73752947\u00003"), Is.EqualTo(new[] { (BarcodeKind.Gtin, Pack) }));

    // The separator is what tells where a lot ends: nothing is left to see that it was there.
    [Test]
    public void A_reader_that_drops_the_separator_gives_the_lot_more_than_is_its()
    {
        var read = Codes.Understood("0109501101020917" + "10LOT721S1");
        Assert.Multiple(() =>
        {
            Assert.That(read.Candidates[0].Value, Is.EqualTo(Pack));
            Assert.That((read.Candidates[0].Content.Lot, read.Candidates[0].Content.Serial), Is.EqualTo(("LOT721S1", (string?)null)));
        });
    }

    [TestCase("(01)09501101020917(10)LOT7", "LOT7")]
    [TestCase("(01)09501101020917(10)A(B)C", "A(B)C")]
    [TestCase("(01)09501101020917(10)A(9999)C", "A(9999)C")]
    public void Brackets_around_no_identifier_are_part_of_what_they_stand_in(string raw, string lot) =>
        Assert.That(Codes.Understood(raw).Candidates[0].Content.Lot, Is.EqualTo(lot));

    [TestCase("]e009501101020917")]
    [TestCase("]e00109501101020917")]
    [TestCase("0109501101020917")]
    [TestCase("09501101020917")]
    public void A_databar_with_its_gtin_alone_is_read_with_and_without_identifier(string raw) =>
        Assert.That(First(raw), Is.EqualTo((BarcodeKind.Gtin, Pack)));

    [Test]
    public void A_fixed_length_that_is_not_predefined_needs_its_separator()
    {
        var problem = Codes.Refused(Codes.Raw("~0109501101020917" + "8005000995" + "10Q"));
        Assert.Multiple(() =>
        {
            Assert.That((problem.Fault, problem.Ai), Is.EqualTo((CodeFault.Content, "8005")));
            Assert.That(problem.Text, Does.Contain("6 digits and a separator"));
            Assert.That(Lot("~0109501101020917" + "8005000995~" + "10Q"), Is.EqualTo("Q"));
            Assert.That(Lot("~0109501101020917" + "10Q~" + "8005000995"), Is.EqualTo("Q"));
        });
    }

    // In 2026: 51 to 76 is still to come, 77 is over; day 00 is the last of its month.
    [TestCase("510101", "2051-01-01")]
    [TestCase("760101", "2076-01-01")]
    [TestCase("770101", "1977-01-01")]
    [TestCase("990630", "1999-06-30")]
    [TestCase("000101", "2000-01-01")]
    [TestCase("261231", "2026-12-31")]
    [TestCase("260200", "2026-02-28")]
    [TestCase("280200", "2028-02-29")]
    [TestCase("270400", "2027-04-30")]
    [TestCase("271200", "2027-12-31")]
    public void A_day_is_that_nearest_to_today(string digits, string day) =>
        Assert.Multiple(() =>
        {
            var content = Content($"~01{Pack}17{digits}15{digits}11{digits}13{digits}16{digits}");
            Assert.That(content.Expiry, Is.EqualTo(Codes.Day(day)));
            Assert.That(content.BestBefore, Is.EqualTo(Codes.Day(day)));
            Assert.That(content.ProducedOn, Is.EqualTo(Codes.Day(day)));
            Assert.That(content.PackedOn, Is.EqualTo(Codes.Day(day)));
            Assert.That(content.SellBy, Is.EqualTo(Codes.Day(day)));
        });

    [TestCase("2049-12-31", "990101", "2099-01-01")]
    [TestCase("2050-01-01", "000101", "2100-01-01")]
    [TestCase("2099-12-31", "490101", "2149-01-01")]
    [TestCase("2099-12-31", "500101", "2050-01-01")]
    [TestCase("2000-01-01", "510101", "1951-01-01")]
    [TestCase("2000-01-01", "500101", "2050-01-01")]
    public void The_window_moves_with_today(string today, string digits, string day) =>
        Assert.That(
            ((ReadableCode)ScannedCode.Read($"(01){Pack}(17){digits}", [], Codes.Day(today)!.Value)).Candidates[0].Content.Expiry,
            Is.EqualTo(Codes.Day(day))
        );

    [TestCase("17", "261301")]
    [TestCase("17", "260001")]
    [TestCase("17", "260230")]
    [TestCase("15", "260431")]
    [TestCase("11", "269999")]
    [TestCase("7003", "2602001200")]
    [TestCase("7003", "2602012460")]
    public void A_day_that_there_is_not_is_a_problem_of_its_identifier(string ai, string digits)
    {
        var problem = Codes.Refused($"(01){Pack}({ai}){digits}");
        Assert.That((problem.Fault, problem.Ai), Is.EqualTo((CodeFault.Content, ai)), problem.Text);
    }

    [Test]
    public void An_expiry_can_have_a_time() =>
        Assert.Multiple(() =>
        {
            var content = Content($"~01{Pack}7003" + "2612241830");
            Assert.That((content.Expiry, content.ExpiryTime), Is.EqualTo((new DateOnly(2026, 12, 24), new TimeOnly(18, 30))));
            Assert.That(Codes.Refused($"(01){Pack}(17)261225(7003)2612241830").Fault, Is.EqualTo(CodeFault.Contradiction));
        });

    [TestCase("3100", "000012", "12")]
    [TestCase("3101", "000125", "12.5")]
    [TestCase("3103", "001250", "1.25")]
    [TestCase("3105", "123456", "1.23456")]
    [TestCase("3201", "000010", "0.45359237")]
    [TestCase("3203", "002500", "1.133980925")]
    [TestCase("3205", "999999", "4.5359191640763")]
    [TestCase("3560", "000001", "0.0311034768")]
    public void A_net_weight_is_kilograms_exactly(string ai, string digits, string kilograms) =>
        Assert.That(Content($"~01{Pack}{ai}{digits}").NetWeight, Is.EqualTo(Codes.Decimal(kilograms)));

    [Test]
    public void A_weight_in_kilograms_counts_before_one_in_pounds() =>
        Assert.That(Content($"~01{Pack}3202000276" + "3103001250").NetWeight, Is.EqualTo(1.25m));

    [TestCase("3112", "000150", MeasureKind.Length, "1.50", MeasureUnit.Metre)]
    [TestCase("3151", "000005", MeasureKind.NetVolume, "0.5", MeasureUnit.Litre)]
    [TestCase("3143", "002500", MeasureKind.Area, "2.5", MeasureUnit.SquareMetre)]
    [TestCase("3212", "001200", MeasureKind.Length, "12", MeasureUnit.Inch)]
    [TestCase("3302", "000110", MeasureKind.GrossWeight, "1.1", MeasureUnit.Kilogram)]
    [TestCase("3574", "160000", MeasureKind.NetVolume, "16", MeasureUnit.FluidOunce)]
    [TestCase("3372", "000025", MeasureKind.Density, "0.25", MeasureUnit.KilogramPerSquareMetre)]
    [TestCase("3695", "100000", MeasureKind.GrossVolume, "1", MeasureUnit.CubicYard)]
    public void Other_measures_come_in_their_unit(string ai, string digits, MeasureKind kind, string value, MeasureUnit unit)
    {
        var content = Content($"~01{Pack}{ai}{digits}");
        Assert.Multiple(() =>
        {
            Assert.That(content.Measures, Is.EqualTo(new[] { new Measure(ai, kind, Codes.Decimal(value)!.Value, unit) }));
            Assert.That(content.NetWeight, Is.Null);
        });
    }

    [TestCase("3922", "1299", "12.99", null)]
    [TestCase("3920", "1299", "1299", null)]
    [TestCase("3923", "12990", "12.99", null)]
    [TestCase("3929", "123456789012345", "123456.789012345", null)]
    [TestCase("3932", "9781299", "12.99", "EUR")]
    [TestCase("3930", "3921299", "1299", "JPY")]
    [TestCase("3933", "4141299", "1.299", "KWD")]
    [TestCase("3932", "7521299", "12.99", "SEK")]
    [TestCase("3932", "5321299", "12.99", "XCG")]
    public void A_price_has_its_point_and_its_currency(string ai, string digits, string amount, string? currency) =>
        Assert.That(Content($"~01{Pack}3103001250{ai}{digits}").Price, Is.EqualTo(new CodePrice(Codes.Decimal(amount)!.Value, currency)));

    [Test]
    public void A_number_that_was_given_on_is_the_currency_of_its_day() =>
        Assert.That(
            ((ReadableCode)ScannedCode.Read($"(01){Pack}(30)1(3932)5321299", [], new DateOnly(2025, 3, 30)))
                .Candidates[0]
                .Content
                .Price!
                .Currency,
            Is.EqualTo("ANG")
        );

    [Test]
    public void A_currency_that_there_is_not_is_a_problem()
    {
        var problem = Codes.Refused($"(01){Pack}(3103)001250(3932)9991299");
        Assert.That((problem.Fault, problem.Ai), Is.EqualTo((CodeFault.Content, "3932")));
    }

    // The specification wants 30, 31nn, 32nn, 35nn or 36nn beside it. The label has a price all the same.
    [TestCase("3922", "1299", "", true)]
    [TestCase("3922", "1299", "(30)2", false)]
    [TestCase("3922", "1299", "(3103)001250", false)]
    [TestCase("3932", "9781299", "(3202)000276", false)]
    [TestCase("3932", "9781299", "(3302)000276", true)]
    public void A_price_without_a_measure_is_taken_and_doubted(string ai, string digits, string beside, bool isDoubted)
    {
        var read = Codes.Understood($"(01){Pack}{beside}({ai}){digits}");
        Assert.Multiple(() =>
        {
            Assert.That(read.Candidates[0].Content.Price!.Amount, Is.EqualTo(12.99m));
            Assert.That(
                read.Doubts.Select(d => (d.Fault, d.Ai)),
                Is.EqualTo(isDoubted ? new (CodeFault, string?)[] { (CodeFault.Incomplete, ai) } : [])
            );
        });
    }

    [Test]
    public void A_price_without_an_article_is_none() =>
        Assert.That(Codes.Refused(Codes.Raw("~39221299")).Fault, Is.EqualTo(CodeFault.NoArticle));

    [Test]
    public void What_is_inside_goes_with_how_many()
    {
        Assert.Multiple(() =>
        {
            var inside = Codes.Understood(Codes.Raw($"]C102{Pack}3712~10LOT7")).Candidates[0];
            Assert.That((inside.Value, inside.Content.IsContent), Is.EqualTo((Pack, true)));
            Assert.That((inside.Content.Quantity, inside.Content.Lot), Is.EqualTo((12m, "LOT7")));
            // On a pallet, beside its own number.
            Assert.That(Codes.Understood(Codes.Raw($"]C100340123450000000000" + $"02{Pack}3712")).Candidates[0].Value, Is.EqualTo(Pack));
            var lone = Codes.Refused($"(02){Pack}");
            Assert.That((lone.Fault, lone.Ai), Is.EqualTo((CodeFault.Incomplete, "02")));
            Assert.That(Codes.Refused($"(01){Pack}(02){Pack}(37)2").Fault, Is.EqualTo(CodeFault.Contradiction));
        });
    }

    [Test]
    public void A_count_is_that_of_the_pack()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Content($"~01{Pack}30250").Quantity, Is.EqualTo(250m));
            Assert.That(Content($"~01{Pack}").Quantity, Is.Null);
            // The count of what is inside does not say how many packs there are.
            var read = Codes.Understood($"(01){Pack}(37)12");
            Assert.That((read.Candidates[0].Content.Quantity, read.Doubts.Single().Ai), Is.EqualTo(((decimal?)null, "37")));
        });
    }

    [TestCase("30", "00")]
    [TestCase("3103", "000000")]
    [TestCase("3302", "000000")]
    public void Nothing_is_no_count_and_no_weight(string ai, string digits)
    {
        var read = Codes.Understood($"(01){Pack}({ai}){digits}");
        Assert.Multiple(() =>
        {
            Assert.That(
                (read.Candidates[0].Content.Quantity, read.Candidates[0].Content.NetWeight),
                Is.EqualTo(((decimal?)null, (decimal?)null))
            );
            Assert.That(read.Candidates[0].Content.Measures, Is.Empty);
            Assert.That(read.Doubts.Single().Ai, Is.EqualTo(ai));
        });
    }

    [Test]
    public void A_price_of_nothing_is_none() =>
        Assert.That(Codes.Understood($"(01){Pack}(30)1(3922)000").Candidates[0].Content.Price, Is.Null);

    [TestCase("]d2", "0109506000134353", '2')]
    [TestCase("", "(01)09506000134353(10)A", '2')]
    [TestCase("]C1", "00340123450000000001", '0')]
    [TestCase("]C1", "4149501101530004", '3')]
    public void Check_digits_of_elements_are_verified(string symbology, string text, char expected)
    {
        var problem = Codes.Refused(symbology + text);
        Assert.That((problem.Fault, problem.Expected), Is.EqualTo((CodeFault.CheckDigit, (char?)expected)), problem.Text);
    }

    [TestCase("~01095011010209", "01", "14 digits")]
    [TestCase("~0109501101020917" + "1712", "17", "6 digits")]
    [TestCase("~0109501101020917" + "17ABCDEF", "17", "6 digits")]
    [TestCase("~0109501101020917" + "10", "10", "1 to 20")]
    [TestCase("~0109501101020917" + "10ABCDEFGHIJKLMNOPQRSTU", "10", "1 to 20")]
    [TestCase("~0109501101020917" + "10LÖT", "10", "1 to 20")]
    [TestCase("~0109501101020917" + "10A B", "10", "1 to 20")]
    [TestCase("~0109501101020917" + "30123456789", "30", "1 to 8")]
    [TestCase("~0109501101020917" + "310300125", "3103", "6 digits")]
    [TestCase("~0109501101020917" + "17261~10A", "17", "6 digits")]
    [TestCase("~0109501101020917" + "3932978", "3932", "to 18")]
    public void What_does_not_fit_its_identifier_is_a_problem_that_names_it(string written, string ai, string why)
    {
        var problem = Codes.Refused(Codes.Raw(written));
        Assert.Multiple(() =>
        {
            Assert.That((problem.Fault, problem.Ai), Is.EqualTo((CodeFault.Content, ai)));
            Assert.That(problem.Text, Does.StartWith($"({ai})").And.Contain(why));
        });
    }

    // 3109 would be a net weight with nine decimals, 14 and 05 are kept free, 4399 may come.
    [TestCase("~0109501101020917" + "3109123456" + "10LOT7", "3109")]
    [TestCase("~0109501101020917" + "14261231" + "10LOT7", "14")]
    [TestCase("~0109501101020917" + "4399XYZ~" + "10LOT7", "4399")]
    [TestCase("~0109501101020917" + "05XYZ~" + "10LOT7", "05")]
    [TestCase("~0109501101020917" + "10LOT7~" + "4399XYZ", "4399")]
    [TestCase("(4399)XYZ(01)09501101020917(10)LOT7", "4399")]
    public void An_unknown_identifier_is_left_out_where_its_end_is_known(string written, string ai)
    {
        var read = Codes.Understood(Codes.Raw(written));
        Assert.Multiple(() =>
        {
            Assert.That((read.Candidates[0].Value, read.Candidates[0].Content.Lot), Is.EqualTo((Pack, "LOT7")));
            Assert.That(read.Doubts.Select(d => (d.Fault, d.Ai)), Is.EqualTo(new[] { (CodeFault.UnknownIdentifier, ai) }));
        });
    }

    [TestCase("]C1ABC")]
    [TestCase("]d2~0109501101020917XY")]
    [TestCase("ABC~DEF")]
    [TestCase("]Q3~1")]
    [TestCase("]C131")]
    public void Where_an_identifier_must_stand_and_none_does_nothing_can_be_read(string written) =>
        Assert.That(Codes.Refused(Codes.Raw(written)).Fault, Is.EqualTo(CodeFault.UnknownIdentifier));

    [Test]
    public void An_unknown_identifier_alone_is_named() =>
        Assert.That(Codes.Refused("]C105123"), Is.EqualTo(Codes.Refused(Codes.Raw("~05123"))).And.Property("Ai").EqualTo("05"));

    [TestCase("]C100340123450000000000", "00")]
    [TestCase("]d28006095011010209170102", "8006")]
    [TestCase("]Q3~8110106141416543213150110120", "8110")]
    public void What_names_no_article_says_what_it_names(string written, string ai)
    {
        var problem = Codes.Refused(Codes.Raw(written));
        Assert.That((problem.Fault, problem.Ai), Is.EqualTo((CodeFault.NoArticle, ai)), problem.Text);
    }

    [Test]
    public void The_same_twice_is_once_and_two_things_in_one_place_are_a_problem()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Lot("~0109501101020917" + "10A~10A"), Is.EqualTo("A"));
            foreach (var twice in new[] { "(10)A(10)B", "(3103)001250(3103)001251", "(3103)001250(3102)001250", "(30)1(3922)100(3923)100" })
                Assert.That(Codes.Refused($"(01){Pack}{twice}").Fault, Is.EqualTo(CodeFault.Contradiction), twice);
            Assert.That(Codes.Refused($"(01){Pack}(30)1(3922)100(3932)978100").Fault, Is.EqualTo(CodeFault.Contradiction));
        });
    }

    [Test]
    public void An_in_store_number_inside_a_gs1_symbol_is_still_one()
    {
        var number = Codes.WithCheckDigit("201234560499");
        var read = Codes.Understood(Codes.Raw($"]d201{'0'}{number}10LOT7"), Codes.Preset("SE")).Candidates[0];
        Assert.Multiple(() =>
        {
            Assert.That((read.Kind, read.Value), Is.EqualTo((BarcodeKind.InStore, "2012345600000")));
            Assert.That((read.Content.Price?.Amount, read.Content.Lot), Is.EqualTo(((decimal?)4.99m, "LOT7")));
        });
    }

    [TestCase("ABC-123")]
    [TestCase("sku_7/B")]
    [TestCase("]C0ABC-123", "ABC-123")]
    [TestCase("]A0ABC-123", "ABC-123")]
    [TestCase("]d1ABC-123", "ABC-123")]
    [TestCase("12345")]
    [TestCase("123456789")]
    [TestCase("(12)ABC")]
    [TestCase("(A)BC")]
    [TestCase("]")]
    [TestCase("]]]")]
    [TestCase("https://shop.example/p/7")]
    public void A_text_means_itself(string raw, string? text = null) =>
        Assert.That(Candidates(raw), Is.EqualTo(new[] { (BarcodeKind.Other, text ?? raw) }));

    [Test]
    public void Digits_with_a_wrong_check_digit_may_be_a_number_of_the_merchants_own()
    {
        var read = Codes.Understood("4006381333930");
        Assert.Multiple(() =>
        {
            Assert.That(read.Candidates.Select(c => (c.Kind, c.Value)), Is.EqualTo(new[] { (BarcodeKind.Other, "4006381333930") }));
            Assert.That(read.Doubts.Single(), Is.EqualTo(Gtin.TryRead("4006381333930", out _, out var problem) ? null : problem));
        });
    }

    [TestCase("]E04006381333930", '1')]
    [TestCase("]E496385075", '4')]
    [TestCase("]E001234566", '5')]
    [TestCase("]E3400638133393012", '1')]
    public void A_symbol_that_has_a_check_digit_was_not_read_when_it_is_wrong(string raw, char expected)
    {
        var problem = Codes.Refused(raw);
        Assert.That((problem.Fault, problem.Expected), Is.EqualTo((CodeFault.CheckDigit, (char?)expected)));
    }

    [TestCase("]E0123", CodeFault.Length)]
    [TestCase("]E0ABCDEFGHIJKLM", CodeFault.Length)]
    [TestCase("]E4400638133393", CodeFault.Length)]
    [TestCase("]E34006381333931", CodeFault.Length)]
    [TestCase("]E021234565", CodeFault.Length)]
    [TestCase("]E112", CodeFault.NoArticle)]
    [TestCase("]E212345", CodeFault.NoArticle)]
    [TestCase("", CodeFault.Empty)]
    [TestCase(" \r\n", CodeFault.Empty)]
    [TestCase("~", CodeFault.Empty)]
    [TestCase("]d2~~", CodeFault.Empty)]
    [TestCase("AB CD", CodeFault.Unprintable)]
    [TestCase("Größe", CodeFault.Unprintable)]
    [TestCase("A\u0000B", CodeFault.Unprintable)]
    public void What_cannot_be_a_code_says_why(string written, CodeFault fault) =>
        Assert.That(Codes.Refused(Codes.Raw(written)).Fault, Is.EqualTo(fault));

    [Test]
    public void More_than_a_symbol_holds_is_not_looked_at() =>
        Assert.Multiple(() =>
        {
            Assert.That(Codes.Refused(new string('1', 513)).Fault, Is.EqualTo(CodeFault.TooLong));
            Assert.That(Codes.Refused(new string(' ', 513)).Fault, Is.EqualTo(CodeFault.TooLong));
            Assert.That(Codes.Refused(new string('A', 65)).Fault, Is.EqualTo(CodeFault.TooLong));
            Assert.That(Codes.Understood(new string('A', 64)).Candidates, Has.Count.EqualTo(1));
        });

    private static (BarcodeKind, string) First(string raw) => Candidates(raw)[0];

    private static List<(BarcodeKind, string)> Candidates(string raw) =>
        [.. Codes.Understood(Codes.Raw(raw)).Candidates.Select(c => (c.Kind, c.Value))];

    private static CodeContent Content(string written) => Codes.Understood(Codes.Raw(written)).Candidates[0].Content;

    private static string? Lot(string written) => Content(written).Lot;
}
