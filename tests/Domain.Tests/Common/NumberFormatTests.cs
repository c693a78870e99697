using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Tests.Common;

public sealed class NumberFormatTests
{
    [TestCase("{store}-{terminal}-{number:6}", 42, "MAIN-T1-000042")]
    [TestCase("{store}-{terminal}-{number:6}", 12_345_678, "MAIN-T1-12345678")]
    [TestCase("R{number}/{terminal}@{store}", 1, "R1/T1@MAIN")]
    [TestCase("{number:12}{store}{terminal}", 7, "000000000007MAINT1")]
    public void A_format_is_filled_in(string format, long number, string expected) =>
        Assert.That(NumberFormat.Fill(format, number, placeholder => placeholder == "store" ? "MAIN" : "T1"), Is.EqualTo(expected));

    [TestCase("{store}-{terminal}-{number:6}")]
    [TestCase("{number}.{terminal}/A-7{store}")]
    public void One_that_tells_documents_apart_is_taken(string format) =>
        Assert.That(NumberFormat.Problem(format, NumberFormat.OfTerminal), Is.Null);

    [TestCase("")]
    [TestCase("{store}-{terminal}")]
    [TestCase("{terminal}-{number}")]
    [TestCase("{store}-{store}-{terminal}-{number}")]
    [TestCase("{store}-{terminal}-{number}-{number:2}")]
    [TestCase("{store}-{terminal}-{number:0}")]
    [TestCase("{store}-{terminal}-{number:13}")]
    [TestCase("{store:2}-{terminal}-{number}")]
    [TestCase("{number}{terminal}-{store}")]
    [TestCase("{store}-{terminal}0{number:6}")]
    [TestCase("{store} {terminal} {number}")]
    [TestCase("{store}-{terminal}-{number}-{")]
    [TestCase("{store}-{terminal}-{number}é")]
    public void One_that_does_not_is_refused(string format) =>
        Assert.That(NumberFormat.Problem(format, NumberFormat.OfTerminal), Is.Not.Null);

    [Test]
    public void Documents_of_no_till_name_none() =>
        Assert.That(
            (NumberFormat.Problem("PO-{number:6}", NumberFormat.OfTenant), NumberFormat.Problem("{store}-{number}", NumberFormat.OfTenant)),
            Is.EqualTo(((string?)null, "Must hold no placeholder but the number."))
        );
}
