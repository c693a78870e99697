using System.Text.Json.Nodes;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What is asked for about what is in stock.</summary>
internal sealed class InventoryExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant)
    {
        var (tenant, its, _, tag) = merchant;
        var (store, variant) = (DemoData.Store(tenant), DemoData.Variant(tenant, 7));
        return
        [
            Get("ListStockLevels", $"/v1/stock-levels?storeId={store}&variantId={variant}"),
            Get("ListStockMovements", $"/v1/stock-movements?storeId={store}&variantId={variant}"),
            Post("AdjustStock", "/v1/stock-adjustments", AdjustmentOf(tenant)),
            Put(
                "ChangeStockAdjustment",
                $"/v1/stock-adjustments/{its.StockAdjustmentId}",
                1,
                Members(
                    ("reasonCode", "internal-use"),
                    ("note", "For the shop window"),
                    ("lines", new JsonArray(Members(("variantId", variant), ("quantity", -1))))
                )
            ),
            Post("SubmitStockAdjustment", $"/v1/stock-adjustments/{its.StockAdjustmentId}/submit", null),
            Post("ApproveStockAdjustment", $"/v1/stock-adjustments/{its.PendingAdjustmentId}/approve", null),
            Post(
                "RejectStockAdjustment",
                $"/v1/stock-adjustments/{its.DoubtfulAdjustmentId}/reject",
                Members(("reason", "They were found in the back room"))
            ),
            Post("WithdrawStockAdjustment", $"/v1/stock-adjustments/{its.MistakenAdjustmentId}/withdraw", null),
            Post(
                "CreateStockReason",
                "/v1/stock-reasons",
                Members(("code", $"expired-{tag}"), ("name", "Expired"), ("direction", "out"), ("needsNote", false))
            ),
            Put(
                "ChangeStockReason",
                $"/v1/stock-reasons/{its.StockReasonId}",
                1,
                Members(("code", $"given-{tag}"), ("name", "Given away"), ("direction", "out"), ("needsNote", true))
            ),
            Post("ArchiveStockReason", $"/v1/stock-reasons/{its.StockReasonId}/archive", null),
            Post("RestoreStockReason", $"/v1/stock-reasons/{its.StockReasonId}/restore", null),
            Get("ListStoreStock", $"/v1/stock?storeId={store}&variantId={DemoData.Variant(tenant, 980)}"),
            Get("ListLocationLevels", $"/v1/stock-locations/{DemoData.BackRoom(tenant)}/levels?limit=3"),
            Unkeyed("FindAvailability", "/v1/stock-availability", Members(("variantIds", new JsonArray(DemoData.Variant(tenant, 980))))),
            Post(
                "CreateStockLocation",
                "/v1/stock-locations",
                Members(("storeId", store), ("code", $"n-{tag}"), ("name", "Returned goods"), ("kind", "quarantine"))
            ),
            Put("ChangeStockLocation", $"/v1/stock-locations/{its.StockLocationId}", 1, Members(("code", $"c-{tag}"), ("name", "Cellar"))),
            Post(
                "MoveStock",
                "/v1/stock-moves",
                Members(
                    ("storeId", store),
                    ("fromLocationId", store),
                    ("toLocationId", DemoData.BackRoom(tenant)),
                    ("lines", new JsonArray(Members(("variantId", variant), ("quantity", 1)))),
                    ("note", "The shelf is full")
                )
            ),
            Post(
                "RevalueStock",
                "/v1/stock-revaluations",
                Members(
                    ("storeId", store),
                    ("reason", "The invoice was corrected"),
                    ("lines", new JsonArray(Members(("variantId", variant), ("cost", 208.333336m))))
                )
            ),
            new Example(
                "SetReorderPoints",
                HttpMethod.Put,
                "/v1/reorder-points",
                Members(
                    ("storeId", store),
                    ("items", new JsonArray(Members(("variantId", variant), ("reorderPoint", 500), ("targetLevel", 1_000))))
                )
            ),
            Get("ListReorderPoints", $"/v1/reorder-points?storeId={store}"),
            Get("ListLowStock", $"/v1/low-stock?storeId={store}"),
            Get("ListStockValues", $"/v1/stock-values?storeId={store}&variantId={variant}"),
            Get("GetStockValuation", $"/v1/stock-valuation?storeId={store}"),
            Get("ListCostChanges", $"/v1/cost-changes?storeId={store}&variantId={variant}"),
            Post("RequestTransfer", "/v1/transfers", TransferOf(tenant)),
            Post("ApproveTransfer", $"/v1/transfers/{its.TransferId}/approve", null),
            Post("CancelTransfer", $"/v1/transfers/{its.TransferId}/cancel", Members(("reason", "The van broke down"))),
            Post("ShipTransfer", $"/v1/transfers/{its.ApprovedTransferId}/ship", PartOf(variant, 3)),
            Post("ReceiveTransfer", $"/v1/transfers/{its.ApprovedTransferId}/receive", PartOf(variant, 2)),
            Post("ReturnTransfer", $"/v1/transfers/{its.ApprovedTransferId}/return", PartOf(variant, 1)),
            Post("ReserveStock", "/v1/reservations", ReservationOf(tenant)),
            Get("ListReservations", $"/v1/reservations?storeId={store}&status=held"),
            Post("ExtendReservation", $"/v1/reservations/{its.ReservationId}/extend", Members(("expiresInSeconds", 7200))),
            Post("ReleaseReservation", $"/v1/reservations/{its.ReservationId}/release", null),
            // Of a category that nothing is in yet: however often it is opened, nothing is counted by two at once.
            Post(
                "OpenStocktake",
                "/v1/stocktakes",
                Members(
                    ("storeId", store),
                    ("name", "New arrivals"),
                    ("scope", "categories"),
                    ("categoryIds", new JsonArray(its.CategoryId))
                )
            ),
            Post("RecordCounts", $"/v1/stocktakes/{its.StocktakeId}/counts", CountsOf(its.CountedVariantId)),
            Get("ListStocktakeLines", $"/v1/stocktakes/{its.StocktakeId}/lines?show=counted"),
            Post(
                "RecountStocktake",
                $"/v1/stocktakes/{its.StocktakeId}/recounts",
                Members(("variantIds", new JsonArray(its.CountedVariantId)))
            ),
            Post("PostStocktake", $"/v1/stocktakes/{its.StocktakeId}/post", Members(("uncounted", "leave"))),
            Post("ApproveStocktake", $"/v1/stocktakes/{its.PendingStocktakeId}/approve", null),
            Post("CancelStocktake", $"/v1/stocktakes/{its.MistakenStocktakeId}/cancel", Members(("reason", "It is done on Sunday"))),
            Post("ArchiveStockLocation", $"/v1/stock-locations/{its.StockLocationId}/archive", null),
            Post("RestoreStockLocation", $"/v1/stock-locations/{its.StockLocationId}/restore", null),
        ];
    }

    private static JsonObject PartOf(Guid variant, int quantity) =>
        Members(("lines", new JsonArray(Members(("variantId", variant), ("quantity", quantity)))));
}
