using System.Text.Json;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>A Z report as it is kept.</summary>
internal sealed record KeptZReport(Guid ShiftId, string Number, long Sequence, string Hash, string Content)
{
    /// <summary>As a list shows it.</summary>
    public ZReportSummary Listed => new(ShiftId, Number, Sequence, Shown.Document.PreviousHash, Hash, Content);

    /// <summary>As it is shown: what is kept stays byte for byte what it was.</summary>
    public ZReport Shown =>
        new(
            ShiftId,
            Number,
            Sequence,
            JsonSerializer.Deserialize<ZDocument>(Content, Json.KeptOptions)!, // Kept as an object.
            Hash,
            Content
        );
}
