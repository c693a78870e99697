using NUnit.Framework;
using PosCommerce.Domain.Sales.Paper;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class PaperTests
{
    private static readonly QrModules Nothing = new(new bool[1, 1]);

    [TestCaseSource(nameof(Printers))]
    public void Every_printer_has_a_euro_sign_and_no_printer_an_emoji(PrinterModel model)
    {
        var bytes = Print("€ 🙂", model);

        Assert.That(bytes.Count(b => b == '?'), Is.EqualTo(1));
        Assert.That(bytes, Has.One.AnyOf((byte)0x80, (byte)0xD5));
    }

    [TestCaseSource(nameof(Printers))]
    public void A_letter_that_a_printer_lacks_is_no_other_letter(PrinterModel model)
    {
        var printed = Print("Ž", model).Contains((byte)'Z');

        Assert.That(printed, Is.False);
    }

    [Test]
    public void The_page_changes_within_a_line_and_only_where_it_must() =>
        Assert.That(
            Print("é€€é", PrinterModel.BixolonSrp350),
            Is.EqualTo(new byte[] { 0x1B, 0x40, 0x82, 0x1B, 0x74, 19, 0xD5, 0xD5, 0x82, 0x0A })
        );

    [TestCaseSource(nameof(Printers))]
    public void Nothing_in_a_text_commands_a_printer(PrinterModel model)
    {
        const string Wicked = "a\0b\u001Bp0\u001DV\nc\rd\u007Fe\u0085f";
        var wrapped = Print(Wicked, model);
        var raw = EscPos.Write([new TextLine(Wicked, PaperStyle.Plain)], PrinterProfile.Of(model), _ => Nothing);

        foreach (var bytes in new[] { wrapped, raw })
            Assert.That(bytes[2..^1], Has.All.InRange((byte)0x20, (byte)0x7E));
    }

    [TestCase("a word that is wider than the paper is brokenbrokenbrokenbrokenbrokenbroken in two")]
    [TestCase("                                                            far in")]
    [TestCase("")]
    public void No_line_is_wider_than_the_paper(string text)
    {
        PaperRow[] rows =
        [
            new TextRow(text),
            new TextRow(text, IsCentred: true),
            new PairRow(text, "1,234,567.89 A"),
            new PairRow("left", text.Trim().PadLeft(70, 'x')),
            new TableRow(
                ["Tax %", "Net"],
                [
                    [text, "99,999,999,999,999,999.99"],
                ]
            ),
        ];

        foreach (var columns in new[] { 32, 42, 48 })
        {
            var lines = PaperLine.Of(rows, columns).OfType<TextLine>().ToList();
            Assert.That(lines.Max(line => line.Text.EnumerateRunes().Count()), Is.LessThanOrEqualTo(columns));
            Assert.That(
                string.Concat(lines[0].Text, string.Concat(lines.Select(line => line.Text))).Replace(" ", "", StringComparison.Ordinal),
                Does.Contain(text.Replace(" ", "", StringComparison.Ordinal))
            );
        }
    }

    [Test]
    public void A_page_escapes_every_text()
    {
        const string Wicked = "<img src=x onerror=\"a('b')\">&";
        var page = HtmlPaper.Write(
            [
                new TextRow(Wicked),
                new PairRow(Wicked, Wicked),
                new TableRow(
                    [Wicked, Wicked],
                    [
                        [Wicked, Wicked],
                    ]
                ),
                new QrRow(Wicked),
            ],
            Wicked,
            Wicked,
            _ => Nothing
        );

        Assert.That(page, Does.Not.Contain("<img").And.Not.Contain("onerror=\"").And.Contain("&lt;img"));
    }

    [Test]
    public void A_long_code_tells_its_length_in_two_bytes()
    {
        var bytes = EscPos.Write([new QrLine(new string('q', 300))], PrinterProfile.Of(PrinterModel.EpsonTmT88), _ => Nothing);

        Assert.That(Convert.ToHexString(bytes), Does.Contain("1D286B2F01315030"));
    }

    private static PrinterModel[] Printers() => Enum.GetValues<PrinterModel>();

    private static byte[] Print(string text, PrinterModel model)
    {
        var profile = PrinterProfile.Of(model);
        return EscPos.Write(PaperLine.Of([new TextRow(text)], profile.Columns), profile, _ => Nothing);
    }
}
