using System.Text;
using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Customers;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Pricing;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;
using PosCommerce.Domain.Sales.Paper;

namespace PosCommerce.Application.Tests.Sales;

public sealed class ReceiptTests : ShopTests
{
    private static readonly StoreDetails Details = new(
        "SAANA",
        "Saana Oy",
        "EUR",
        "Europe/Helsinki",
        TaxMode.Inclusive,
        Address: new StoreAddress("Kauppakatu 1", "00100", "Helsinki", null, "FI"),
        ReceiptHeader: "Moi",
        ReceiptFooter: "Kiitos",
        TaxId: "FI12345678"
    );
    private Store store = null!; // Opened before the first test.
    private Guid till;
    private Product coffee = null!;
    private Product bread = null!;

    [OneTimeSetUp]
    public async Task Open_a_store_in_Helsinki()
    {
        store = await Shop.AskAsync(Shop.Admin, new CreateStore(Details));
        till = (await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "One"))).TerminalId;
        coffee = await StockAsync("Café €", 499, 14);
        bread = await StockAsync("Bread", 251, 24);
    }

    [Test]
    public async Task It_shows_what_was_sold_taken_off_taxed_rounded_and_paid()
    {
        var sale = await SellAsync();
        var receipt = await Shop.AskAsync(Shop.Admin, new GetSaleReceipt(sale.SaleId));

        Assert.That((receipt.Terminal, string.IsNullOrEmpty(receipt.Cashier), receipt.Page), Is.EqualTo(("T1", false, (ReceiptPage?)null)));
        Assert.That(
            await TextAsync(new GetSaleReceipt(sale.SaleId, ReceiptFormat.Text)),
            Is.EqualTo(
                $"""
                                 Saana Oy
                               Kauppakatu 1
                              00100 Helsinki
                            Tax ID FI12345678
                                   Moi
                ------------------------------------------
                Receipt{sale.Number, 35}
                {receipt.IssuedAt:yyyy-MM-dd HH:mm}                   Till T1
                Served by: {receipt.Cashier}
                ------------------------------------------
                Café €                             14.97 A
                  3 x 4.99
                  Discount 10 %                    -1.50
                Bread                               2.51 B
                ------------------------------------------
                Total                            EUR 15.98
                Cash rounding                         0.02
                To pay                           EUR 16.00
                Cash                                 20.00
                Change                                4.00
                ------------------------------------------
                Tax %           Net        Tax       Gross
                A 14          11.82       1.65       13.47
                B 24           2.02       0.49        2.51
                ------------------------------------------
                                  Kiitos

                """
            )
        );
    }

    [Test]
    public async Task It_says_the_same_when_store_and_article_have_other_names()
    {
        var sale = await SellAsync();
        var queries = Forms(sale.SaleId).ToList();
        var before = await Task.WhenAll(queries.Select(BytesAsync));
        var now = await Shop.AskAsync(Shop.Admin, new GetStore(store.StoreId));
        var renamed = await Shop.SendAsync(
            Shop.Admin,
            new ChangeStore(store.StoreId, Details with { Name = "Tunturi Oy", ReceiptFooter = "Hei", TaxId = null }),
            ifMatch: now.Version
        );
        var product = await Shop.AskAsync(Shop.Admin, new GetProduct(coffee.ProductId));
        await Shop.SendAsync(Shop.Admin, new ChangeProduct(coffee.ProductId, "Tea", ProductStatus.Active), ifMatch: product.Version);
        try
        {
            var after = await Task.WhenAll(queries.Select(BytesAsync));
            var next = await TextAsync(new GetSaleReceipt((await SellAsync()).SaleId, ReceiptFormat.Text));

            Assert.That(after, Is.EqualTo(before));
            Assert.That(next, Does.Contain("Tunturi Oy").And.Contain("Tea ").And.Contain("Hei").And.Not.Contain("Tax ID"));
        }
        finally
        {
            await Shop.SendAsync(Shop.Admin, new ChangeStore(store.StoreId, Details), ifMatch: renamed.Result.Version);
            await Shop.SendAsync(
                Shop.Admin,
                new ChangeProduct(coffee.ProductId, coffee.Name, ProductStatus.Active),
                ifMatch: (await Shop.AskAsync(Shop.Admin, new GetProduct(coffee.ProductId))).Version
            );
        }
    }

    [Test]
    public async Task The_first_print_is_the_original_and_the_next_ones_say_which_copy_they_are()
    {
        var sale = await SellAsync();
        var unprinted = await TextAsync(new GetSaleReceipt(sale.SaleId, ReceiptFormat.Text));
        var first = await Shop.AskAsync(Shop.Admin, new PrintReceipt(sale.SaleId));
        var original = await TextAsync(new GetSaleReceipt(sale.SaleId, ReceiptFormat.Text));
        var second = await Shop.AskAsync(Shop.Admin, new PrintReceipt(sale.SaleId));
        var copy = await TextAsync(new GetSaleReceipt(sale.SaleId, ReceiptFormat.Text));
        var again = await TextAsync(new GetSaleReceipt(sale.SaleId, ReceiptFormat.Text, Print: 1));
        var none = await RefusalOf(Shop.AskAsync(Shop.Admin, new GetSaleReceipt(sale.SaleId, Print: 3)));

        Assert.Multiple(() =>
        {
            Assert.That((first.Print, first.Copy, second.Print, second.Copy), Is.EqualTo((1, 0, 2, 1)));
            Assert.That((original, again), Is.EqualTo((unprinted, unprinted)));
            Assert.That(copy.Split("*** COPY 1 ***"), Has.Length.EqualTo(3), "At both ends.");
            Assert.That((none.Code, none.Fields?.Keys.Single()), Is.EqualTo(("sales.no_such_print", "print")));
        });
    }

    [Test]
    public async Task Two_who_print_at_once_are_not_both_the_original()
    {
        var sale = await SellAsync();
        var prints = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Shop.AskAsync(Shop.Admin, new PrintReceipt(sale.SaleId))));

        Assert.That(prints.Select(p => p.Copy), Is.EquivalentTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public async Task A_voided_sale_says_so_and_opens_no_drawer()
    {
        var sale = await SellAsync();
        var query = new GetSaleReceipt(sale.SaleId, ReceiptFormat.Escpos, Printer: PrinterModel.EpsonTmT88);
        var before = PaperReader.Read(await BytesAsync(query), PrinterProfile.Of(PrinterModel.EpsonTmT88));
        await Shop.AskAsync(Shop.Admin, new VoidSale(sale.SaleId, "Rung up twice"));
        var after = PaperReader.Read(await BytesAsync(query), PrinterProfile.Of(PrinterModel.EpsonTmT88));

        Assert.That((before.Drawers, after.Drawers), Is.EqualTo((1, 0)));
        Assert.That(after.Text, Does.Contain("*** VOIDED "));
    }

    [Test]
    public async Task What_came_back_has_a_receipt_of_its_own()
    {
        var sale = await SellAsync();
        var back = await Shop.AskAsync(
            Shop.Admin,
            new ReturnGoods(sale.SaleId, store.StoreId, till, [new ReturnedItem(2, 1)], Shop.Cash(250), "Stale")
        );
        var text = await TextAsync(new GetReturnReceipt(back.ReturnId, ReceiptFormat.Text));

        Assert.That(
            text.Split('\n').Skip(6),
            Is.SupersetOf(
                new[]
                {
                    $"Return{back.Number, 36}",
                    $"of receipt{sale.Number, 32}",
                    "Bread                               2.51 A",
                    "Total returned                    EUR 2.51",
                    "Cash rounding                        -0.01",
                    "Refund                            EUR 2.50",
                    "Cash                                  2.50",
                }
            )
        );
    }

    [Test]
    public async Task It_names_the_company_that_it_is_billed_to_and_so_does_what_came_back()
    {
        var company = await Shop.AskAsync(
            Shop.Admin,
            new CreateCustomer(
                new CustomerDetails(
                    CustomerKind.Company,
                    Company: "Mylly Oy",
                    TaxId: new CustomerTaxId("FI", "FI87654321"),
                    Addresses:
                    [
                        new CustomerAddress(AddressKind.Billing, Street: "Rantatie 2", PostalCode: "33100", City: "Tampere", Country: "FI"),
                    ]
                )
            )
        );
        var sale = await Shop.AskAsync(
            Shop.Admin,
            new CompleteSale(store.StoreId, till, [new(1, bread.Variants[0].VariantId)], Shop.Cash(300), CustomerId: company.CustomerId)
        );
        var back = await Shop.AskAsync(
            Shop.Admin,
            new ReturnGoods(sale.SaleId, store.StoreId, till, [new ReturnedItem(1, 1)], Shop.Cash(250), "Stale")
        );

        foreach (
            var query in new IQuery<Receipt>[]
            {
                new GetSaleReceipt(sale.SaleId, ReceiptFormat.Text),
                new GetReturnReceipt(back.ReturnId, ReceiptFormat.Text),
            }
        )
            Assert.That(
                await TextAsync(query),
                Does.Contain("----\nBill to:\nMylly Oy\nRantatie 2\nFI 33100 Tampere\nTax ID FI87654321\n----")
            );
    }

    [TestCaseSource(nameof(Printers))]
    public async Task A_printer_prints_what_the_text_says_and_a_code_of_the_number(PrinterModel model)
    {
        var sale = await SellAsync();
        var profile = PrinterProfile.Of(model);
        var text = await TextAsync(new GetSaleReceipt(sale.SaleId, ReceiptFormat.Text, profile.Columns));
        var printed = PaperReader.Read(await BytesAsync(new GetSaleReceipt(sale.SaleId, ReceiptFormat.Escpos, Printer: model)), profile);

        Assert.Multiple(() =>
        {
            Assert.That(printed.Text, Is.EqualTo(text).And.Contain("Café €"));
            Assert.That(text.Split('\n').Max(line => line.Length), Is.EqualTo(profile.Columns));
            Assert.That(printed.Codes, Is.EqualTo(new[] { sale.Number }));
            Assert.That(printed.Drawers, Is.EqualTo(1));
            Assert.That(printed.IsFedBeforeItIsCut, Is.EqualTo(profile.Cuts));
        });
    }

    [Test]
    public async Task A_page_takes_no_commands_from_a_name()
    {
        var sold = await Shop.AskAsync(
            Shop.Admin,
            new CompleteSale(
                store.StoreId,
                till,
                [new(1, (await StockAsync("<script>alert('&')</script>", 100, 7)).Variants[0].VariantId)],
                Shop.Cash(100)
            )
        );
        var html = await TextAsync(new GetSaleReceipt(sold.SaleId, ReceiptFormat.Html));
        var pdf = await BytesAsync(new GetSaleReceipt(sold.SaleId, ReceiptFormat.Pdf));

        Assert.That(html, Does.Contain("&lt;script&gt;").And.Not.Contain("<script"));
        Assert.That(Encoding.Latin1.GetString(pdf), Does.StartWith("%PDF-1.").And.Contain("DejaVu"));
    }

    [Test]
    public async Task Nobody_else_reads_or_prints_it()
    {
        var sale = await SellAsync();
        var clerk = await Shop.EmployAsync("manager", store: 2);

        foreach (var caller in new[] { Shop.Rival, clerk })
        {
            Assert.That((await RefusalOf(Shop.AskAsync(caller, new GetSaleReceipt(sale.SaleId)))).Code, Is.EqualTo("sales.sale_not_found"));
            Assert.That((await RefusalOf(Shop.AskAsync(caller, new PrintReceipt(sale.SaleId)))).Code, Is.EqualTo("sales.sale_not_found"));
            Assert.That(
                (await RefusalOf(Shop.AskAsync(caller, new GetReturnReceipt(Ids.New())))).Code,
                Is.EqualTo("sales.return_not_found")
            );
        }
    }

    [TestCase((ReceiptFormat)9, null, null, "format")]
    [TestCase(ReceiptFormat.Text, 40, null, "columns")]
    [TestCase(ReceiptFormat.Pdf, 42, null, "columns")]
    [TestCase(ReceiptFormat.Escpos, null, null, "printer")]
    [TestCase(ReceiptFormat.Escpos, null, (PrinterModel)99, "printer")]
    [TestCase(ReceiptFormat.Text, null, PrinterModel.Pos58, "printer")]
    public async Task What_cannot_be_written_is_named(ReceiptFormat format, int? columns, PrinterModel? printer, string member)
    {
        var sale = await RefusalOf(Shop.AskAsync(Shop.Admin, new GetSaleReceipt(Ids.New(), format, columns, printer)));
        var back = await RefusalOf(Shop.AskAsync(Shop.Admin, new GetReturnReceipt(Ids.New(), format, columns, printer)));

        Assert.That(new[] { sale, back }.Select(e => (e.Kind, e.Fields?.Keys.Single())), Is.All.EqualTo((ErrorKind.Invalid, member)));
    }

    private static PrinterModel[] Printers() => Enum.GetValues<PrinterModel>();

    private static IEnumerable<GetSaleReceipt> Forms(Guid saleId) =>
        [
            new(saleId, ReceiptFormat.Text),
            new(saleId, ReceiptFormat.Html),
            new(saleId, ReceiptFormat.Escpos, Printer: PrinterModel.EpsonTmT88Iv),
        ];

    private async Task<byte[]> BytesAsync(IQuery<Receipt> query) => (await Shop.AskAsync(Shop.Admin, query)).Page!.Content;

    private async Task<string> TextAsync(IQuery<Receipt> query) => Encoding.UTF8.GetString(await BytesAsync(query));

    private Task<Sale> SellAsync() =>
        Shop.AskAsync(
            Shop.Admin,
            new CompleteSale(
                store.StoreId,
                till,
                [
                    new(3, coffee.Variants[0].VariantId) { Discount = new GivenDiscount(DiscountKind.Percent, 10, "damaged") },
                    new(1, bread.Variants[0].VariantId),
                ],
                Shop.Cash(2_000)
            )
        );

    private async Task<Product> StockAsync(string name, long price, decimal rate)
    {
        var taxClass = await Shop.AskAsync(Shop.Admin, new CreateTaxClass($"of-{price}", $"Of {price}", TaxCategory.Standard));
        await Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass.TaxClassId, rate));
        var product = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(name, ProductKind.Simple, [new NewVariant($"REC-{price}", price, "EUR", taxClass.TaxClassId)])
        );
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(store.StoreId, [new AdjustStockLine(product.Variants[0].VariantId, 1_000)], "Opening")
        );
        return product;
    }
}
