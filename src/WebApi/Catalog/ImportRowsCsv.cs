using System.Globalization;
using System.Text.Json;
using PosCommerce.Application.Catalog;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Catalog;

/// <summary>How what became of the rows of an import looks as a table.</summary>
internal static class ImportRowsCsv
{
    public static readonly IReadOnlyList<CsvColumn<ImportedRow>> Columns =
    [
        new("rowNumber", r => r.RowNumber.ToString(CultureInfo.InvariantCulture)),
        new("outcome", r => JsonNamingPolicy.CamelCase.ConvertName(r.Outcome.ToString())),
        new("sku", r => r.Sku),
        new("productId", r => r.ProductId?.ToString()),
        new("variantId", r => r.VariantId?.ToString()),
        new("changed", r => string.Join(' ', r.Changed)),
        new("column", r => r.Problems.Count > 0 ? r.Problems[0].Column : null),
        new("problems", r => string.Join("; ", r.Problems.Select(p => p.Column is null ? p.Message : $"{p.Column}: {p.Message}"))),
    ];
}
