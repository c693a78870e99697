using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

public sealed class CodeLaws
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Of82 = $"!\"%&'()*+,-./0123456789:;<=>?{Letters}_";

    private static readonly IReadOnlyList<CodePattern> Patterns = [.. Codes.Preset("SE"), Codes.Preset("DE")[4]];

    [Test]
    public void Every_digit_of_a_gtin_that_is_turned_into_another_is_found() =>
        Laws.Hold(
            (
                from gtin in Gtins
                from place in Gen.Choose(0, gtin.Length - 1)
                from turn in Gen.Choose(1, 9)
                select (gtin, place, turn)
            ).ToArbitrary(),
            t =>
            {
                var turned = t.gtin.ToCharArray();
                turned[t.place] = (char)('0' + (turned[t.place] - '0' + t.turn) % 10);
                return !Gtin.TryRead(turned, out _, out var problem) && problem is { Fault: CodeFault.CheckDigit, Expected: not null };
            }
        );

    [Test]
    public void The_digit_expected_makes_it_right() =>
        Laws.Hold(
            Digits(8).Or(Digits(12)).Or(Digits(13)).Or(Digits(14)).ToArbitrary(),
            digits =>
                Gtin.TryRead(digits, out _, out var problem)
                || problem.Fault is CodeFault.Restricted
                || !Gtin.TryRead(digits[..^1] + problem.Expected, out _, out var next) == (next?.Fault is CodeFault.Restricted)
        );

    [Test]
    public void Zeros_in_front_make_no_other_gtin() =>
        Laws.Hold(
            Gtins.Where(gtin => gtin.Length == 12).ToArbitrary(),
            upc =>
                Gtin.TryRead(upc, out var one, out _)
                && Gtin.TryRead("0" + upc, out var two, out _)
                && Gtin.TryRead("00" + upc, out var three, out _)
                && one == two
                && two == three
        );

    [Test]
    public void A_upc_e_stands_for_the_number_that_it_was_made_from() =>
        Laws.Hold(
            (
                from system in Gen.Elements('0', '1')
                from digits in Digits(5)
                from last in Gen.Choose(0, 9)
                select (system, digits, last)
            ).ToArbitrary(),
            t =>
            {
                // From the long form to the short one, by the number of zeros that the company's digits end in.
                var d = t.digits;
                var (eleven, six) = t.last switch
                {
                    <= 2 => ($"{d[..2]}{t.last}0000{d[2..]}", $"{d}{t.last}"),
                    3 => ($"{d[..3]}00000{d[3..]}", $"{d}3"),
                    4 => ($"{d[..4]}00000{d[4..]}", $"{d}4"),
                    _ => ($"{d}0000{t.last}", $"{d}{t.last}"),
                };
                var upcA = Codes.WithCheckDigit(t.system + eleven);
                var expanded = Gtin.FromUpcE($"{t.system}{six}{upcA[^1]}");
                return Gtin.TryRead(upcA, out var gtin, out _) ? expanded == gtin : expanded is null;
            }
        );

    [Test]
    public void Whatever_is_sent_it_is_read_or_refused_with_a_reason() =>
        Laws.Hold(
            Texts.ToArbitrary(),
            text =>
                ScannedCode.Read(text, Patterns, Codes.Today) switch
                {
                    ReadableCode read => read.Candidates.Count is >= 1 and <= 3
                        && read.Candidates.All(IsKept)
                        && read.Candidates.Select(c => c.Value).Distinct().Count() == read.Candidates.Count
                        && read.Doubts.All(IsOneLine),
                    UnreadableCode unreadable => IsOneLine(unreadable.Problem),
                    _ => false,
                }
        );

    [Test]
    public void Whatever_is_entered_and_accepted_is_what_its_scan_looks_for() =>
        Laws.Hold(
            (
                from text in Texts
                from kind in Gen.Elements<BarcodeKind?>(null, BarcodeKind.Gtin, BarcodeKind.InStore, BarcodeKind.Other)
                select (text, kind)
            ).ToArbitrary(),
            t =>
                Barcode.Enter(t.text, t.kind, Patterns) is not AcceptedBarcode barcode
                || (t.kind is null || barcode.Kind == t.kind)
                    && ScannedCode.Read(t.text, Patterns, new DateOnly(2000, 1, 1)) is ReadableCode read
                    && read.Candidates.Any(c => c.Value == barcode.Value)
                    && Barcode.Enter(barcode.Value, barcode.Kind, Patterns) == barcode
        );

    [Test]
    public void A_label_reads_as_what_was_written_on_it() =>
        Laws.Hold(
            Labels.ToArbitrary(),
            label =>
                label
                    .Written()
                    .All(raw =>
                        ScannedCode.Read(raw, [], Codes.Today) is ReadableCode { Doubts: [] } read && label.IsTold(read.Candidates[0])
                    )
        );

    [Test]
    public void An_in_store_number_tells_article_and_value_as_they_were_put_into_it() =>
        Laws.Hold(
            (
                from prefix in Gen.Elements("02", "04", "20", "213", "2999")
                from value in Gen.Choose(2, 7)
                from verified in Gen.Elements(true, false)
                let hasVerifier = verified && value is 4 or 5
                let item = 12 - prefix.Length - value - (hasVerifier ? 1 : 0)
                where item >= 1
                from kind in Gen.Elements(CodeValueKind.Price, CodeValueKind.Weight, CodeValueKind.Quantity)
                from decimals in Gen.Choose(0, Math.Min(3, value))
                from article in Digits(item)
                from told in Digits(value)
                select (Pattern: new CodePattern(prefix, item, value, hasVerifier, kind, decimals), article, told)
            ).ToArbitrary(),
            t =>
            {
                var (pattern, article, told) = t;
                var numbers = Enumerable
                    .Range(0, pattern.HasVerifier ? 10 : 1)
                    .Select(v => Codes.WithCheckDigit($"{pattern.Prefix}{article}{(pattern.HasVerifier ? v : "")}{told}"))
                    .Select(number => ScannedCode.Read(number, [pattern], Codes.Today))
                    .OfType<ReadableCode>()
                    .ToList();
                if (CodePattern.Problem(pattern) is not null || numbers is not [{ Candidates: [var read, ..] }])
                    return false;
                var expected = long.Parse(told, CultureInfo.InvariantCulture) / (decimal)Math.Pow(10, pattern.Decimals);
                return read.Value == $"{pattern.Prefix}{article}".PadRight(13, '0')
                    && read.Content.Price?.Amount == (pattern.Kind is CodeValueKind.Price && expected > 0 ? expected : null)
                    && read.Content.NetWeight == (pattern.Kind is CodeValueKind.Weight && expected > 0 ? expected : null)
                    && read.Content.Quantity == (pattern.Kind is CodeValueKind.Quantity && expected > 0 ? expected : null);
            }
        );

    [Test]
    public void Whatever_a_reading_looks_for_under_any_patterns_was_asked_for() =>
        Laws.Hold(
            (
                from text in Texts
                from patterns in AnyPattern.ArrayOf(3)
                select (text, patterns: patterns.Where(p => CodePattern.Problem(p) is null).ToList())
            ).ToArbitrary(),
            t =>
                ScannedCode.Read(t.text, t.patterns, Codes.Today) is not ReadableCode read
                || read.Candidates.Select(c => c.Value).Except(ScannedCode.PossibleValues(t.text)).ToList() is []
        );

    [Test]
    public void A_label_is_asked_for_by_the_code_of_its_article_before_anybody_knows_where_that_ends() =>
        Laws.Hold(
            (
                from pattern in AnyPattern.Where(p => CodePattern.Problem(p) is null)
                from digits in Digits(12)
                select (pattern, digits)
            ).ToArbitrary(),
            t =>
            {
                var label = Codes.WithCheckDigit((t.pattern.Prefix + t.digits)[..12]);
                var own = (t.pattern.Prefix + t.digits)[..(t.pattern.Prefix.Length + t.pattern.ItemDigits)].PadRight(13, '0');
                return new[] { label, $"]E0{label}", own }.All(raw => ScannedCode.PossibleValues(raw).Contains(own));
            }
        );

    private static readonly Gen<CodePattern> AnyPattern =
        from prefix in Gen.Elements("02", "04", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "213", "2999")
        from value in Gen.Choose(2, 7)
        from isGuarded in Gen.Elements(true, false)
        from kind in Gen.Elements(CodeValueKind.Price, CodeValueKind.Weight, CodeValueKind.Quantity)
        from decimals in Gen.Choose(0, 3)
        select new CodePattern(prefix, 12 - prefix.Length - value - (isGuarded ? 1 : 0), value, isGuarded, kind, decimals);

    private static Gen<string> Digits(int count) => Gen.Choose(0, 9).ArrayOf(count).Select(digits => string.Concat(digits));

    private static readonly Gen<string> Gtins = Gen.Elements(8, 12, 13, 14)
        .SelectMany(length => Digits(length - 1))
        .Select(Codes.WithCheckDigit)
        .Where(digits => Gtin.TryRead(digits, out _, out _));

    private static Gen<string> Signs(string of, int longest) =>
        from length in Gen.Choose(1, longest)
        from signs in Gen.Elements(of.ToCharArray()).ArrayOf(length)
        select new string(signs);

    private static readonly Gen<Label> Labels =
        from gtin in Gtins
        from lot in Gen.OneOf(Gen.Constant<string?>(null), Signs(Of82, 20).Select(s => (string?)s))
        from serial in Gen.OneOf(Gen.Constant<string?>(null), Signs(Of82, 20).Select(s => (string?)s))
        from weight in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, 999_999).Select(n => (int?)n))
        from weightDecimals in Gen.Choose(0, 5)
        from price in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, int.MaxValue).Select(n => (int?)n))
        from priceDecimals in Gen.Choose(0, 9)
        from currency in Gen.Elements<string?>(null, "978", "752", "392")
        from count in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, 99_999_999).Select(n => (int?)n))
        from expiry in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(-49 * 365, 49 * 365).Select(n => (int?)n))
        from order in Gen.Choose(0, int.MaxValue)
        select new Label(
            gtin.PadLeft(14, '0'),
            lot,
            serial,
            weight,
            weightDecimals,
            weight is null ? null : price,
            priceDecimals,
            currency,
            count,
            expiry is { } days ? Codes.Today.AddDays(days) : null,
            order
        );

    /// <summary>Codes of every kind, some of them broken somewhere, and noise.</summary>
    private static readonly Gen<string> Texts =
        from text in Gen.Frequency(
            (2, Gen.Elements(7, 8, 11, 12, 13, 14, 16, 18).SelectMany(length => Digits(length - 1)).Select(Codes.WithCheckDigit)),
            (2, Gen.Elements("20123456", "2312345", "281234", "02", "04", "0109501101020917", "01", "1").SelectMany(Continued)),
            (3, Labels.SelectMany(label => Gen.Elements(label.Written().ToArray()))),
            (1, Signs("0123456789\u001d()]/%?&=ABCDEQdeCQ01 \0\ud800é٣", 60)),
            (1, Signs(Of82, 40)),
            (
                1,
                Gen.Choose(0, 512)
                    .SelectMany(length => Gen.Choose(0, 0xFFFF).ArrayOf(length))
                    .Select(c => string.Concat(c.Select(x => (char)x)))
            )
        )
        from broken in Gen.Choose(0, 3)
        from at in Gen.Choose(0, Math.Max(0, text.Length - 1))
        from sign in Gen.Elements('0', '7', '\u001d', '(', ')', ']', '%', '/', 'Z', ' ', '\0', 'é')
        select broken switch
        {
            0 when text.Length > 0 => string.Concat(text.AsSpan(0, at), [sign], text.AsSpan(at + 1)),
            1 when text.Length > 0 => text.Remove(at, 1),
            _ => text,
        };

    private static Gen<string> Continued(string beginning) =>
        Gen.Choose(0, 12).SelectMany(Digits).Select(digits => Codes.WithCheckDigit(beginning + digits));

    // As barcodes are kept in the database.
    private static bool IsKept(CodeCandidate candidate) =>
        candidate.Value.All(c => c is >= '!' and <= '~')
        && candidate.Kind switch
        {
            BarcodeKind.Gtin => candidate.Value.Length == 14 && candidate.Value.All(char.IsAsciiDigit),
            BarcodeKind.InStore => candidate.Value.Length is 8 or 13 && candidate.Value.All(char.IsAsciiDigit),
            _ => candidate.Value.Length is >= 1 and <= Barcode.MaximumLength,
        };

    private static bool IsOneLine(CodeProblem problem) =>
        problem.Text.Length is > 10 and < 200 && problem.Text.All(c => c is >= ' ' and <= '~') && problem.Text[^1] == '.';

    /// <summary>A label and all the ways in which it can be written.</summary>
    private sealed record Label(
        string Gtin,
        string? Lot,
        string? Serial,
        int? Weight,
        int WeightDecimals,
        int? Price,
        int PriceDecimals,
        string? Currency,
        int? Count,
        DateOnly? Expiry,
        int Order
    )
    {
        public IEnumerable<string> Written()
        {
            var elements = Elements().OrderBy(e => HashCode.Combine(e.Ai, Order)).ToList();
            var symbol = string.Concat(elements.Select(e => e.Ai + e.Value + (e.IsPredefined ? "" : $"{Codes.Gs}")));
            yield return $"{Codes.Gs}{symbol}";
            yield return $"]C1{symbol.TrimEnd(Codes.Gs)}";
            yield return $"]d2{Codes.Gs}{symbol}";
            yield return $"]Q3{symbol.Replace($"{Codes.Gs}", $"{Codes.Gs}{Codes.Gs}", StringComparison.Ordinal)}";
            // Printed, brackets inside a value cannot be told from those around an identifier.
            if (!$"{Lot}{Serial}".Contains('(', StringComparison.Ordinal))
                yield return string.Concat(elements.Select(e => $"({e.Ai}){e.Value}"));
            var rest = elements
                .Where(e => e.Ai is not ("01" or "10" or "21"))
                .Select(e => $"{e.Ai}={Uri.EscapeDataString(e.Value)}")
                .ToList();
            yield return $"HTTPS://EXAMPLE.COM/a/01/{Gtin}"
                + (Lot is null ? "" : $"/10/{Uri.EscapeDataString(Lot)}")
                + (Serial is null ? "" : $"/21/{Uri.EscapeDataString(Serial)}")
                + (rest.Count == 0 ? "" : $"?{string.Join('&', rest)}");
        }

        public bool IsTold(CodeCandidate read) =>
            (read.Kind, read.Value) == (BarcodeKind.Gtin, Gtin)
            && read.Content.Lot == Lot
            && read.Content.Serial == Serial
            && read.Content.NetWeight == Weight / (decimal)Math.Pow(10, WeightDecimals)
            && read.Content.Price?.Amount == Price / (decimal)Math.Pow(10, PriceDecimals)
            && read.Content.Quantity == Count
            && read.Content.Expiry == Expiry;

        private IEnumerable<(string Ai, string Value, bool IsPredefined)> Elements()
        {
            yield return ("01", Gtin, true);
            if (Lot is not null)
                yield return ("10", Lot, false);
            if (Serial is not null)
                yield return ("21", Serial, false);
            if (Weight is not null)
                yield return ($"310{WeightDecimals}", $"{Weight:000000}", true);
            if (Price is not null)
                yield return ($"39{(Currency is null ? 2 : 3)}{PriceDecimals}", $"{Currency}{Price}", false);
            if (Count is not null)
                yield return ("30", $"{Count}", false);
            if (Expiry is { } day)
                yield return ("17", day.ToString("yyMMdd", CultureInfo.InvariantCulture), true);
        }
    }
}
