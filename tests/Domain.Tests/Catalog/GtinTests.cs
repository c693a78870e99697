using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

public sealed class GtinTests
{
    [TestCase("96385074", "00000096385074")]
    [TestCase("012345000065", "00012345000065")]
    [TestCase("0012345000065", "00012345000065")]
    [TestCase("00012345000065", "00012345000065")]
    [TestCase("4006381333931", "04006381333931")]
    [TestCase("09501101020917", "09501101020917")]
    [TestCase("14006381333938", "14006381333938")]
    public void A_gtin_of_any_length_is_compared_as_14_digits(string digits, string value) =>
        Assert.That(Read(digits).Value, Is.EqualTo(value));

    [TestCase("96385074", "96385074")]
    [TestCase("0012345000065", "012345000065")]
    [TestCase("04006381333931", "4006381333931")]
    [TestCase("14006381333938", "14006381333938")]
    public void It_is_printed_with_the_digits_it_needs(string digits, string printed) =>
        Assert.That(Read(digits).Printed, Is.EqualTo(printed));

    // The GTIN that two JavaScript libraries let pass.
    [TestCase("09506000134353", '2')]
    [TestCase("4006381333930", '1')]
    [TestCase("96385070", '4')]
    [TestCase("012345000066", '5')]
    public void A_wrong_check_digit_is_a_problem_that_names_the_digit_expected(string digits, char expected)
    {
        Assert.That(Gtin.TryRead(digits, out _, out var problem), Is.False);
        Assert.Multiple(() =>
        {
            Assert.That(problem!.Fault, Is.EqualTo(CodeFault.CheckDigit));
            Assert.That(problem!.Expected, Is.EqualTo(expected));
            Assert.That(problem!.Text, Does.Contain($"{expected} was expected"));
        });
    }

    [TestCase("2000000000015")]
    [TestCase("2999999999991")]
    [TestCase("0200000000011")]
    [TestCase("0412345678903")]
    [TestCase("212345678992")]
    [TestCase("412345678903")]
    [TestCase("20123451")]
    [TestCase("01234565")]
    [TestCase("00000000000000")]
    public void An_in_store_number_is_no_gtin_of_an_article(string digits)
    {
        Assert.That(Gtin.TryRead(digits, out _, out var problem), Is.False);
        Assert.That(problem!.Fault, Is.EqualTo(CodeFault.Restricted), problem.Text);
    }

    // Neighbours of the restricted ranges are as good as any other.
    [TestCase("019000000001")]
    [TestCase("0300000000007")]
    [TestCase("0500000000005")]
    [TestCase("1999999999995")]
    [TestCase("3000000000007")]
    [TestCase("10000007")]
    [TestCase("30000001")]
    public void Its_neighbours_are(string digits)
    {
        var right = Codes.WithCheckDigit(digits[..^1]);
        Assert.That(Gtin.TryRead(right, out _, out var problem), Is.True, problem?.Text);
    }

    [TestCase("")]
    [TestCase("1234567")]
    [TestCase("123456789")]
    [TestCase("12345678901")]
    [TestCase("123456789012345")]
    [TestCase("400638133393A")]
    [TestCase("4006381333931 ")]
    [TestCase("٤٠٠٦٣٨١٣٣٣٩٣١")]
    public void Anything_else_is_no_gtin(string text)
    {
        Assert.That(Gtin.TryRead(text, out _, out var problem), Is.False);
        Assert.That(problem!.Fault, Is.EqualTo(CodeFault.Length));
    }

    [Test]
    public void Two_of_one_number_are_equal() => Assert.That(Read("012345000065"), Is.EqualTo(Read("0012345000065")));

    private static Gtin Read(string digits) =>
        Gtin.TryRead(digits, out var gtin, out var problem) ? gtin : throw new AssertionException($"{digits}: {problem.Text}");
}

public sealed class UpcETests
{
    // Encoded and decoded by ZXing.Net, bwip-js and zxing-wasm.
    [TestCase("01234565", "00012345000065")]
    [TestCase("12345656", "00123456000056")]
    public void What_three_libraries_agree_on(string digits, string value) => Assert.That(Gtin.FromUpcE(digits)?.Value, Is.EqualTo(value));

    // The last of the six digits says where the zeros were.
    [TestCase("123450", "0", "01200000345")]
    [TestCase("123451", "0", "01210000345")]
    [TestCase("123452", "0", "01220000345")]
    [TestCase("124453", "0", "01240000045")]
    [TestCase("123454", "0", "01234000005")]
    [TestCase("123455", "0", "01234500005")]
    [TestCase("123459", "0", "01234500009")]
    [TestCase("123450", "1", "11200000345")]
    [TestCase("123459", "1", "11234500009")]
    public void Zeros_return_to_where_they_were_taken_from(string six, string system, string eleven)
    {
        var check = Gtin.CheckDigitOf(eleven);

        Assert.That(Gtin.FromUpcE($"{system}{six}{check}")?.Value, Is.EqualTo($"00{eleven}{check}"));
    }

    [TestCase("01234566")]
    [TestCase("21234565")]
    [TestCase("96385074")]
    [TestCase("1234565")]
    [TestCase("012345000065")]
    [TestCase("0123456A")]
    public void Others_are_none(string digits) => Assert.That(Gtin.FromUpcE(digits), Is.Null);
}
