using NUnit.Framework;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class DocumentNumberTests
{
    [TestCase(1, "MAIN-T1-000001")]
    [TestCase(42, "MAIN-T1-000042")]
    [TestCase(999_999, "MAIN-T1-999999")]
    [TestCase(1_000_000, "MAIN-T1-1000000")]
    [TestCase(long.MaxValue, "MAIN-T1-9223372036854775807")]
    public void A_sale_is_named_by_store_terminal_and_count(long sequence, string number) =>
        Assert.That(DocumentNumber.ForSale("MAIN", "T1", sequence), Is.EqualTo(number));

    [TestCase("", "T1", 1)]
    [TestCase("MAIN", " ", 1)]
    [TestCase("MAIN", "T1", 0)]
    [TestCase("MAIN", "T1", -1)]
    public void A_number_needs_all_its_parts(string store, string terminal, long sequence) =>
        Assert.That(() => DocumentNumber.ForSale(store, terminal, sequence), Throws.InstanceOf<ArgumentException>());
}
