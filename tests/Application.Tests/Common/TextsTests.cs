using System.Text;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Common;

[TestFixture]
public sealed class TextsTests
{
    [TestCase(" a ", TextKind.Line, "a")]
    [TestCase("a\r\n", TextKind.Line, "a")]
    [TestCase("\u00a0\ufeffa b\u2003", TextKind.Email, "a b")]
    [TestCase(" \r\n ", TextKind.Code, "")]
    [TestCase("  a\r\nb\rc\u2028d  ", TextKind.Lines, "  a\nb\nc\nd  ")]
    [TestCase("e\u0301", TextKind.Search, "\u00e9")]
    [TestCase("e\u0301", TextKind.Lines, "\u00e9")]
    [TestCase(" e\u0301 ", TextKind.Secret, " e\u0301 ")]
    [TestCase("978-3-16-148410-0", TextKind.Scanned, "9783161484100")]
    [TestCase("978\u20113\u201116\u2011148410\u20110\r", TextKind.Scanned, "9783161484100")]
    [TestCase("4 006381 333931", TextKind.Scanned, "4006381333931")]
    [TestCase("ART-100-2", TextKind.Scanned, "ART-100-2")]
    [TestCase("-100-2", TextKind.Scanned, "-100-2")]
    [TestCase("100-2", TextKind.Code, "100-2")]
    [TestCase("\u001d0104006381333931", TextKind.Scanned, "\u001d0104006381333931")]
    public void A_text_is_read_by_its_kind(string sent, TextKind kind, string read) =>
        Assert.That(Texts.Read(sent, kind), Is.EqualTo(read));

    // Attributes hold UTF-8, which has no half characters.
    [Test]
    public void A_text_can_be_kept_or_is_told_why_not() =>
        Assert.Multiple(() =>
        {
            foreach (var text in (string[])["", "a", "😀é", "\uffff\ufffe"])
                Assert.That(PlainText.ProblemOf(text), Is.Null);
            foreach (var text in (string[])["\0", "a\0", "😀\0"])
                Assert.That(PlainText.ProblemOf(text), Is.EqualTo(PlainText.HasNul));
            foreach (var text in (string[])["\ud83d", "\ude00\ud83d", "😀\ud83da", "a\ude00"])
                Assert.That(PlainText.ProblemOf(text), Is.EqualTo(PlainText.IsHalved));
        });

    [TestCase("abc", 5, "abc")]
    [TestCase("a😀b", 2, "a")]
    [TestCase("a😀b", 3, "a😀")]
    public void A_text_is_cut_between_characters(string text, int maximum, string start) =>
        Assert.That(PlainText.Start(text, maximum), Is.EqualTo(start));

    [TestCase("4111111111111111", "411111******1111")]
    [TestCase("4111 1111 1111 1111", "4111 11** **** 1111")]
    [TestCase("x4111-1111-1111-1111y", "x4111-11**-****-1111y")]
    [TestCase("2 4111111111111111", "2 411111******1111")]
    [TestCase("4111 1111 1111 1111 12/27", "4111 11** **** 1111 12/27")]
    [TestCase("4111  1111\t1111 - 1111", "4111  11**\t**** - 1111")]
    [TestCase("3782 822463 10005", "3782 82**** *0005")]
    [TestCase("4222222222222", "422222***2222")]
    [TestCase("４１１１１１１１１１１１１１１１", "４１１１１１******１１１１")]
    [TestCase("4111111111111112", null)]
    [TestCase("411111111111", null)]
    [TestCase("0000000000000000", null)]
    [TestCase("0190a0b0-0000-7000-8000-0000000000ab", null)]
    [TestCase("41111111-1111-4111-8111-111111111111", null)]
    [TestCase("DE89 3704 0044 0532 0130 00", null)]
    [TestCase("IBAN GB82WEST12345698765432.", null)]
    [TestCase("call +49 30 1234567-89", null)]
    [TestCase("2026-12-01 19:52:55", null)]
    [TestCase("", null)]
    public void A_card_number_is_found_however_it_is_written(string text, string? masked)
    {
        Assert.Multiple(() =>
        {
            Assert.That(CardNumbers.IsIn(text), Is.EqualTo(masked is not null));
            Assert.That(CardNumbers.Mask(text), Is.EqualTo(masked ?? text));
        });
    }

    [TestCase("a\u0301\u0323", "\u1ea1\u0301")]
    [TestCase("\u1100\u1161\u11a8", "\uac01")]
    [TestCase("\uac00\u11a8", "\uac01")]
    [TestCase("\u212b", "\u00c5")]
    [TestCase("\u0344", "\u0308\u0301")]
    [TestCase("\u0958", "\u0915\u093c")]
    [TestCase("\ufb01", "\ufb01")]
    [TestCase("q\u0307\u0323", "q\u0323\u0307")]
    public void One_spelling_is_the_composed_one(string sent, string kept) => Assert.That(Nfc.Of(sent), Is.EqualTo(kept));

    // PostgreSQL has tables of its own. Of what came to Unicode after its release it knows nothing, so only older blocks are asked for.
    [Test]
    public async Task PostgreSQL_spells_the_same()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        await using var connection = new NpgsqlConnection(database.App);
        await connection.OpenAsync();
        var random = new Random(5);
        (int First, int Last)[] blocks =
        [
            (0x41, 0x24F),
            (0x300, 0x345),
            (0x370, 0x3FF),
            (0x591, 0x5F4),
            (0x900, 0xDDF),
            (0x1100, 0x11FF),
            (0x1E00, 0x1FFE),
            (0x2126, 0x212B),
            (0x3041, 0x30FE),
            (0xAC00, 0xACFF),
            (0xF900, 0xFAD9),
            (0x11080, 0x110BB),
            (0x1D15E, 0x1D1C0),
            (0x2F800, 0x2FA1D),
        ];
        var texts = blocks
            .SelectMany(b => Enumerable.Range(b.First, b.Last - b.First + 1))
            .Select(c => new Rune(c).ToString())
            .Concat(
                Enumerable
                    .Range(0, 5_000)
                    .Select(_ =>
                        string.Concat(
                            Enumerable
                                .Range(0, random.Next(2, 9))
                                .Select(_ =>
                                {
                                    var (first, last) = blocks[random.Next(3) == 0 ? random.Next(blocks.Length) : random.Next(3)];
                                    return new Rune(random.Next(first, last + 1)).ToString();
                                })
                        )
                    )
            )
            .ToArray();
        await using var command = new NpgsqlCommand(
            "select array(select normalize(t, NFC) from unnest($1::text[]) with ordinality as u (t, n) order by n)",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = texts });
        var theirs = (string[])(await command.ExecuteScalarAsync())!; // An array is never null.
        Assert.That(texts.Select(Nfc.Of), Is.EqualTo(theirs));
    }
}
