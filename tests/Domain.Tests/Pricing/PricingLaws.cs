using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Domain.Tests.Pricing;

public sealed class PricingLaws
{
    [Test]
    public void Net_and_tax_make_gross_on_every_line_in_every_rate_and_in_total() =>
        Laws.Hold(
            Baskets.Any,
            basket =>
            {
                var priced = basket.Priced;
                return priced.Lines.All(line => line.Net + line.Tax == line.Gross)
                    && priced.Taxes.All(tax => tax.Net + tax.Tax == tax.Gross)
                    && priced.Net + priced.Tax == priced.Total;
            }
        );

    [Test]
    public void Lines_add_up_to_the_totals() =>
        Laws.Hold(
            Baskets.Any,
            basket =>
            {
                var priced = basket.Priced;
                return priced.Lines.Count == basket.Lines.Count
                    && priced.Lines.Sum(line => line.Net) == priced.Net
                    && priced.Lines.Sum(line => line.Tax) == priced.Tax
                    && priced.Lines.Sum(line => line.Gross) == priced.Total;
            }
        );

    [Test]
    public void The_tax_table_adds_up_the_lines_of_each_rate() =>
        Laws.Hold(
            Baskets.Any,
            basket =>
            {
                var priced = basket.Priced;
                return basket
                    .Lines.Zip(priced.Lines)
                    .GroupBy(pair => pair.First.TaxRate, pair => pair.Second)
                    .OrderBy(rate => rate.Key)
                    .Select(rate => new TaxTotal(rate.Key, rate.Sum(l => l.Net), rate.Sum(l => l.Tax), rate.Sum(l => l.Gross)))
                    .SequenceEqual(priced.Taxes);
            }
        );

    [Test]
    public void Inclusive_customers_pay_what_the_labels_say() =>
        Laws.Hold(
            Baskets.Any,
            basket =>
                basket.Under(TaxMode.Inclusive).Priced.Lines.Select(line => line.Gross).SequenceEqual(basket.Lines.Select(Basket.Extended))
        );

    [Test]
    public void Exclusive_net_is_what_the_labels_say() =>
        Laws.Hold(
            Baskets.Any,
            basket =>
                basket.Under(TaxMode.Exclusive).Priced.Lines.Select(line => line.Net).SequenceEqual(basket.Lines.Select(Basket.Extended))
        );

    [Test]
    public void Rounding_by_line_moves_a_line_by_at_most_half_a_unit() =>
        Laws.Hold(
            Baskets.Any,
            drawn =>
            {
                var basket = drawn.Under(TaxRounding.Line);
                return basket
                    .Lines.Zip(basket.Priced.Lines)
                    .All(pair =>
                        2 * Int128.Abs(TaxError(basket, pair.Second.Tax, Basket.Extended(pair.First), pair.First.TaxRate))
                        <= basket.TaxUnit(pair.First.TaxRate)
                    );
            }
        );

    [Test]
    public void Rounding_on_the_total_moves_each_rate_by_at_most_half_a_unit() =>
        Laws.Hold(
            Baskets.Any,
            drawn =>
            {
                var basket = drawn.Under(TaxRounding.Total);
                return basket.Priced.Taxes.All(total =>
                    2 * Int128.Abs(TaxError(basket, total.Tax, Labelled(basket, total.Rate), total.Rate)) <= basket.TaxUnit(total.Rate)
                );
            }
        );

    [Test]
    public void Spreading_the_tax_moves_a_line_by_less_than_a_unit() =>
        Laws.Hold(
            Baskets.Any,
            drawn =>
            {
                var basket = drawn.Under(TaxRounding.Total);
                return basket
                    .Lines.Zip(basket.Priced.Lines)
                    .All(pair =>
                        Int128.Abs(TaxError(basket, pair.Second.Tax, Basket.Extended(pair.First), pair.First.TaxRate))
                        < basket.TaxUnit(pair.First.TaxRate)
                    );
            }
        );

    [Test]
    public void The_two_roundings_differ_by_at_most_half_a_unit_a_line_and_one_for_the_total() =>
        Laws.Hold(
            Baskets.Any,
            basket =>
                basket
                    .Under(TaxRounding.Line)
                    .Priced.Taxes.Zip(basket.Under(TaxRounding.Total).Priced.Taxes)
                    .All(pair =>
                        2 * Math.Abs(pair.First.Tax - pair.Second.Tax) <= basket.Lines.Count(line => line.TaxRate == pair.First.Rate) + 1
                    )
        );

    [Test]
    public void One_line_a_rate_leaves_nothing_to_choose_between_the_roundings() =>
        Laws.Hold(
            Baskets.Any,
            drawn =>
            {
                var basket = drawn with { Lines = [.. drawn.Lines.DistinctBy(line => line.TaxRate)] };
                return Same(basket.Under(TaxRounding.Line).Priced, basket.Under(TaxRounding.Total).Priced);
            }
        );

    [Test]
    public void The_order_of_the_lines_does_not_change_the_totals() =>
        Laws.Hold(
            (
                from basket in Baskets.Any.Generator
                from shuffled in Gen.Shuffle(basket.Lines.ToArray())
                select (basket, basket with { Lines = shuffled })
            ).ToArbitrary(),
            pair => SameTotals(pair.Item1.Priced, pair.Item2.Priced)
        );

    [Test]
    public void Rounded_by_line_a_line_costs_the_same_in_any_basket() =>
        Laws.Hold(
            Baskets.Any,
            drawn =>
            {
                var basket = drawn.Under(TaxRounding.Line);
                return basket.Lines.Select(line => (basket with { Lines = [line] }).Priced.Lines[0]).SequenceEqual(basket.Priced.Lines);
            }
        );

    [Test]
    public void Nothing_sold_is_ever_negative() =>
        Laws.Hold(
            Baskets.Sold,
            basket =>
            {
                var priced = basket.Priced;
                return priced.Lines.All(line => line is { Net: >= 0, Tax: >= 0, Gross: >= 0 })
                    && priced.Taxes.All(tax => tax is { Net: >= 0, Tax: >= 0, Gross: >= 0 })
                    && priced is { Net: >= 0, Tax: >= 0, Total: >= 0 };
            }
        );

    [Test]
    public void Zero_percent_is_no_tax() =>
        Laws.Hold(
            Baskets.Any,
            drawn =>
            {
                var basket = drawn with { Lines = [.. drawn.Lines.Select(line => line with { TaxRate = 0 })] };
                return basket.Priced.Tax == 0 && basket.Priced.Lines.All(line => line.Tax == 0);
            }
        );

    [Test]
    public void A_basket_that_comes_back_gives_back_what_it_took() =>
        Laws.Hold(
            Baskets.Sold,
            sold =>
            {
                var back = sold with { Lines = [.. sold.Lines.Select(line => line with { Quantity = -line.Quantity })] };
                return back.Priced.Lines.SequenceEqual(sold.Priced.Lines.Select(line => new PricedLine(-line.Net, -line.Tax, -line.Gross)))
                    && back.Priced.Total == -sold.Priced.Total;
            }
        );

    [Test]
    public void Ten_pieces_at_a_price_are_one_piece_at_ten_times_the_price() =>
        Laws.Hold(
            Baskets.Any,
            basket =>
            {
                var scaled = basket with
                {
                    Lines =
                    [
                        .. basket
                            .Lines.Select(line => line with { Quantity = line.Quantity / 10, UnitPrice = line.UnitPrice * 10 })
                            .Where(line => line.Quantity == decimal.Round(line.Quantity, 3)),
                    ],
                };
                var same = basket with
                {
                    Lines = [.. scaled.Lines.Select(line => line with { Quantity = line.Quantity * 10, UnitPrice = line.UnitPrice / 10 })],
                };
                return Same(scaled.Priced, same.Priced);
            }
        );

    [Test]
    public void Rounded_on_the_total_ringing_up_pieces_one_by_one_costs_the_same() =>
        Laws.Hold(
            Baskets.Sold,
            drawn =>
            {
                var whole = drawn.Under(TaxRounding.Total) with
                {
                    Lines = [.. drawn.Lines.Where(line => decimal.IsInteger(line.Quantity) && line.Quantity > 0)],
                };
                var pieces = whole with
                {
                    Lines = [.. whole.Lines.SelectMany(line => Enumerable.Repeat(line with { Quantity = 1 }, (int)line.Quantity))],
                };
                return SameTotals(whole.Priced, pieces.Priced);
            }
        );

    [Test]
    public void A_dearer_line_never_makes_the_basket_cheaper() =>
        Laws.Hold(
            Baskets.Sold,
            basket =>
                Enumerable
                    .Range(0, basket.Lines.Count)
                    .All(dearer =>
                    {
                        var lines = basket.Lines.Select((line, i) => i == dearer ? line with { UnitPrice = line.UnitPrice + 1 } : line);
                        var priced = (basket with { Lines = [.. lines] }).Priced;
                        return priced.Total >= basket.Priced.Total && priced.Tax >= basket.Priced.Tax && priced.Net >= basket.Priced.Net;
                    })
        );

    [Test]
    public void A_gross_price_made_from_a_net_price_leads_back_to_it() =>
        Laws.Hold(
            Baskets.Any,
            drawn =>
            {
                var exclusive = drawn.Under(TaxRounding.Line).Under(TaxMode.Exclusive);
                var priced = exclusive.Priced;
                var inclusive = exclusive.Under(TaxMode.Inclusive) with
                {
                    Lines =
                    [
                        .. exclusive.Lines.Zip(priced.Lines, (line, amounts) => line with { Quantity = 1, UnitPrice = amounts.Gross }),
                    ],
                };
                return Same(priced, inclusive.Priced);
            }
        );

    private static Int128 TaxError(Basket basket, long tax, Int128 amount, decimal rate) =>
        tax * basket.TaxUnit(rate) - basket.ExactTax(amount, rate);

    private static Int128 Labelled(Basket basket, decimal rate) => basket.Lines.Where(line => line.TaxRate == rate).Sum(Basket.Extended);

    private static bool SameTotals(PricedBasket one, PricedBasket other) =>
        (one.Net, one.Tax, one.Total) == (other.Net, other.Tax, other.Total) && one.Taxes.SequenceEqual(other.Taxes);

    private static bool Same(PricedBasket one, PricedBasket other) => SameTotals(one, other) && one.Lines.SequenceEqual(other.Lines);
}
