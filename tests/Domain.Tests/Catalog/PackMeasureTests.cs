using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

public sealed class PackMeasureTests
{
    private const string Of = "0109506000134352";

    // 3103: thousandths of a kilogram. 3201: tenths of a pound. 3152: hundredths of a litre. 3112: hundredths of a metre.
    [TestCase("3103000345", "kg", "0.345")]
    [TestCase("3103000345", "g", "345")]
    [TestCase("3201000010", "kg", "0.454", TestName = "A pound, to three decimals")]
    [TestCase("3152000050", "l", "0.5")]
    [TestCase("3152000050", "ml", "500")]
    [TestCase("3600000001", "l", "0.946", TestName = "A quart, to three decimals")]
    [TestCase("3610000001", "l", "3.785", TestName = "A gallon, to three decimals")]
    [TestCase("3112000250", "m", "2.5")]
    [TestCase("3210000100", "m", "2.54", TestName = "A hundred inches")]
    [TestCase("3142000150", "m2", "1.5")]
    [TestCase("3500000001", "m2", "0.001", TestName = "A square inch, to three decimals")]
    [TestCase("303", "piece", "3")]
    [TestCase("3103000345", "piece", null, TestName = "What is sold by the piece is counted, whatever it weighs")]
    [TestCase("303", "kg", null, TestName = "A count of pieces is no weight")]
    [TestCase("3152000050", "kg", null, TestName = "A volume is no weight")]
    [TestCase("3105000001", "kg", null, TestName = "Less than a quantity can be")]
    [TestCase("3303000345", "kg", null, TestName = "With its packaging it is not what is sold")]
    public void A_label_measures_what_is_sold_by_that_measure(string elements, string unit, string? expected) =>
        Assert.That(
            PackMeasure.Of(Codes.Understood($"]C1{Of}{elements}").Candidates[0], unit, packQuantity: 1),
            Is.EqualTo(Codes.Decimal(expected))
        );

    [TestCase("303", "12", "36", TestName = "Three cases of twelve")]
    [TestCase("303", "0.5", "1.5")]
    public void A_count_is_that_of_what_carries_the_code(string elements, string packQuantity, string expected) =>
        Assert.That(
            PackMeasure.Of(Codes.Understood($"]C1{Of}{elements}").Candidates[0], "piece", Codes.Decimal(packQuantity)!.Value),
            Is.EqualTo(Codes.Decimal(expected))
        );

    [Test]
    public void A_carton_tells_how_many_are_inside() =>
        Assert.That(PackMeasure.Of(Codes.Understood("]C102095060001343523724").Candidates[0], "piece", packQuantity: 1), Is.EqualTo(24));

    [TestCase("kg")]
    [TestCase("piece")]
    public void An_in_store_number_measures_by_whatever_unit_its_article_has(string unit)
    {
        var pattern = new CodePattern("25", ItemDigits: 5, ValueDigits: 5, HasVerifier: false, CodeValueKind.Quantity, Decimals: 1);
        var read = Codes.Understood(Codes.WithCheckDigit("251234500125"), [pattern]);

        Assert.That(PackMeasure.Of(read.Candidates[0], unit, packQuantity: 1), Is.EqualTo(12.5m));
    }
}
