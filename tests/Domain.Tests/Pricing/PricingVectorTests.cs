using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Pricing;

/// <summary>The cases of pricing-vectors.json, whose figures were computed apart from this code, with exact fractions.</summary>
public sealed class PricingVectorTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    [TestCaseSource(nameof(Cases))]
    public void Vector(Vector vector)
    {
        var lines = vector.Lines.Select(line => new BasketLine(Parse(line.Quantity), line.UnitPrice, Parse(line.TaxRate), line.LabelPrice)
        {
            Discounts = Read(line.Discounts),
            IsDiscountable = line.IsDiscountable,
        });

        var outcome = BasketPricing.Price(new PricingRules(vector.TaxMode, vector.Rounding), [.. lines], Read(vector.Discounts));

        if (vector.Expected is not { } expected)
        {
            Assert.That(
                outcome,
                Is.EqualTo(
                    vector.TooLarge is { } tooLarge
                        ? new DiscountTooLarge(tooLarge.Line)
                        : (PricingOutcome)new PricingOverflow(vector.Overflow?.Line)
                )
            );
            return;
        }

        Assert.That(outcome, Is.InstanceOf<PricedBasket>());
        var basket = (PricedBasket)outcome;
        Assert.Multiple(() =>
        {
            Assert.That(basket.Lines, Is.EqualTo(expected.Lines));
            Assert.That(basket.Net, Is.EqualTo(expected.Net));
            Assert.That(basket.Tax, Is.EqualTo(expected.Tax));
            Assert.That(basket.Total, Is.EqualTo(expected.Total));
            Assert.That(basket.Discounts, Is.EqualTo(expected.Discounts ?? []));
            Assert.That(basket.Taxes, Is.EqualTo(expected.Taxes.Select(tax => new TaxTotal(Parse(tax.Rate), tax.Net, tax.Tax, tax.Gross))));
        });
    }

    [TestCaseSource(nameof(PaymentCases))]
    public void Payment_vector(PaymentVector vector)
    {
        var expected = vector.Expected;

        var outcome = Payment.Settle(vector.Total, [.. vector.Tenders.Select(tender => tender.Read())], vector.Rule);

        Assert.That(
            outcome,
            Is.EqualTo(
                expected switch
                {
                    { Missing: { } missing } => vector.Tenders.Count == 0 ? new NoTender(missing) : new Underpaid(missing),
                    { Excess: { } excess } => new NonCashExceedsTotal(excess),
                    _ => (Settlement)
                        // Neither of the others.
                        new Settled(vector.Tenders.Sum(tender => tender.Amount), expected.Change!.Value, expected.Rounding!.Value),
                }
            )
        );
        if (outcome is Settled settled)
            Assert.That(vector.Total + settled.Rounding, Is.EqualTo(expected.Due));
    }

    [Test]
    public void A_vector_expects_one_thing() =>
        Assert.That(
            Read()
                .Where(vector => new object?[] { vector.Expected, vector.Overflow, vector.TooLarge }.Count(told => told is not null) != 1)
                .Select(vector => vector.Name),
            Is.Empty
        );

    [Test]
    public void The_vectors_cover_every_pair_of_rules() =>
        Assert.That(Read().Select(vector => (vector.TaxMode, vector.Rounding)).Distinct().Count(), Is.EqualTo(4));

    private static IEnumerable<TestCaseData> Cases() => Read().Select(vector => new TestCaseData(vector).SetName($"Vector: {vector.Name}"));

    private static IEnumerable<TestCaseData> PaymentCases() =>
        ReadFile().Payments.Select(vector => new TestCaseData(vector).SetName($"Payment vector: {vector.Name}"));

    private static IReadOnlyList<Vector> Read() => ReadFile().Cases;

    private static VectorFile ReadFile()
    {
        using var file =
            typeof(PricingVectorTests).Assembly.GetManifestResourceStream("pricing-vectors.json")
            ?? throw new InvalidOperationException("pricing-vectors.json is not embedded.");
        return JsonSerializer.Deserialize<VectorFile>(file, Strict)
            ?? throw new InvalidOperationException("pricing-vectors.json is empty.");
    }

    private static Discount[] Read(IReadOnlyList<VectorDiscount>? discounts) =>
        [.. (discounts ?? []).Select(discount => new Discount(discount.Kind, Parse(discount.Value)))];

    private static decimal Parse(string number) => decimal.Parse(number, NumberStyles.Number, CultureInfo.InvariantCulture);
}

public sealed record Vector(
    string Name,
    TaxMode TaxMode,
    TaxRounding Rounding,
    IReadOnlyList<VectorLine> Lines,
    VectorBasket? Expected,
    VectorOverflow? Overflow,
    VectorOverflow? TooLarge = null,
    IReadOnlyList<VectorDiscount>? Discounts = null
);

public sealed record VectorLine(
    string Quantity,
    long UnitPrice,
    string TaxRate,
    long? LabelPrice = null,
    IReadOnlyList<VectorDiscount>? Discounts = null,
    bool IsDiscountable = true
);

public sealed record VectorDiscount(DiscountKind Kind, string Value);

public sealed record VectorBasket(
    IReadOnlyList<PricedLine> Lines,
    long Net,
    long Tax,
    long Total,
    IReadOnlyList<VectorTax> Taxes,
    IReadOnlyList<AppliedDiscount>? Discounts = null
);

public sealed record VectorTax(string Rate, long Net, long Tax, long Gross);

public sealed record VectorOverflow(int? Line);

public sealed record PaymentVector(
    string Name,
    CashRounding Rule,
    long Total,
    IReadOnlyList<VectorTender> Tenders,
    ExpectedPayment Expected
);

public sealed record VectorTender(string Method, long Amount)
{
    public Tender Read() => new(TenderType.Predefined.Single(type => type.Name == Method), Amount);
}

public sealed record ExpectedPayment(
    long? Rounding = null,
    long? Due = null,
    long? Change = null,
    long? Missing = null,
    long? Excess = null
);

internal sealed record VectorFile(string About, IReadOnlyList<Vector> Cases, IReadOnlyList<PaymentVector> Payments);
