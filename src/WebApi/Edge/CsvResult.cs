using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <param name="Text">What a row has in this column.</param>
/// <param name="IsNumber">Digits, a point and a sign: no spreadsheet runs that, and with an apostrophe it would be no number.</param>
internal sealed record CsvColumn<T>(string Name, Func<T, string?> Text, bool IsNumber = false)
{
    /// <summary>A column of numbers, as JSON writes them.</summary>
    public CsvColumn(string name, Func<T, IFormattable?> number)
        : this(name, row => number(row)?.ToString("0.####", CultureInfo.InvariantCulture), IsNumber: true) { }

    /// <summary>What stands in its cell.</summary>
    public string CellOf(T row) =>
        Text(row) is not { } text ? ""
        : IsNumber ? text
        : Formulas.Harmless(text);
}

/// <summary>
/// A table as a file (RFC 4180, UTF-8). What begins like a formula is made text: a spreadsheet would run what somebody has
/// typed as the name of a store.
/// </summary>
internal sealed class CsvResult(string fileName, byte[] table) : ActionResult
{
    public const string MediaType = "text/csv";

    private static readonly CsvWriterOptions Rules = new() { Quoting = CsvQuoting.Always };

    public static CsvResult Of<T>(string name, IEnumerable<T> rows, IReadOnlyList<CsvColumn<T>> columns)
    {
        using var table = new MemoryStream();
        using (var csv = CsvWriter.Create(table, Rules, leaveOpen: true))
        {
            csv.WriteHeader([.. columns.Select(column => column.Name)]);
            foreach (var row in rows)
                csv.WriteRecord([.. columns.Select(column => column.CellOf(row))]);
        }

        return new CsvResult($"{name}.csv", table.ToArray());
    }

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = $"{MediaType}; charset=utf-8";
        response.ContentLength = table.Length;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        await response.BodyWriter.WriteAsync(table, context.HttpContext.RequestAborted);
    }
}
