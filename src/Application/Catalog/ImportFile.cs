using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// A file of articles as it was sent, read once: its columns, and its rows in parts of some hundred, never one product in two. What can
/// be said of a row without the catalogue is said here, so that it is the same however the parts are worked through.
/// </summary>
internal sealed record ImportFile(ImportSeparator Separator, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ImportRow>> Parts)
{
    public const int MostRows = 100_000;

    /// <summary>Of a part, except that a product is never parted.</summary>
    public const int RowsOfPart = 500;

    // Of a description as it is kept, in which one sign may have become several.
    private const int LongestCell = 100_000;
    private const int WidestRow = 1_000;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    // Of a ZIP, which workbooks are.
    private static ReadOnlySpan<byte> PackedMark => "PK\u0003\u0004"u8;

    public int Rows => Parts.Sum(part => part.Count);

    /// <exception cref="Refused">It cannot be read as a whole; what is wrong with one row says the row.</exception>
    /// <param name="patterns">How the merchant's in-store numbers are read.</param>
    public static ImportFile Read(ReadOnlyMemory<byte> content, ImportSeparator? told, IReadOnlyList<CodePattern> patterns)
    {
        if (content.Span.StartsWith(PackedMark))
            throw Wrong("Is a workbook or another packed file: save its table as CSV UTF-8.");
        if (content.Span.StartsWith(ByteOrderMark))
            content = content[ByteOrderMark.Length..];
        var separator = told ?? SeparatorOf(content.Span);
        RequireText(content, separator);
        List<(int Row, string[] Cells, string? Problem)> rows = [];
        foreach (var row in RecordsOf(content, separator))
        {
            rows.Add(row);
            if (rows.Count > MostRows + 1)
                throw Wrong(string.Create(CultureInfo.InvariantCulture, $"Has more than {MostRows} rows: send it in parts."));
        }

        if (rows.Count == 0)
            throw Wrong("Is empty: its first row names the columns.");
        var columns = ColumnsOf(rows[0].Cells);
        if (rows.Count == 1)
            throw Wrong("Has no rows below its header.");
        return new ImportFile(separator, columns, PartsOf(rows[1..], columns, patterns));
    }

    private static Refused Wrong(string what) => new(CatalogErrors.ImportFileWrong(what));

    private static string Row(long row) => string.Create(CultureInfo.InvariantCulture, $"Row {row}");

    // What stands between quotes parts nothing.
    private static ImportSeparator SeparatorOf(ReadOnlySpan<byte> content)
    {
        var (commas, semicolons, tabs, isQuoted) = (0, 0, 0, false);
        foreach (var sign in content)
        {
            if (sign == (byte)'"')
                isQuoted = !isQuoted;
            else if (isQuoted)
                continue;
            else if (sign is (byte)'\n' or (byte)'\r')
            {
                if (commas + semicolons + tabs > 0)
                    break;
            }
            else
                _ = sign switch
                {
                    (byte)',' => commas++,
                    (byte)';' => semicolons++,
                    (byte)'\t' => tabs++,
                    _ => 0,
                };
        }

        return semicolons > commas && semicolons >= tabs ? ImportSeparator.Semicolon
            : tabs > commas ? ImportSeparator.Tab
            : ImportSeparator.Comma;
    }

    private static void RequireText(ReadOnlyMemory<byte> content, ImportSeparator separator)
    {
        var nul = content.Span.IndexOf((byte)0);
        if (nul >= 0)
            throw Wrong($"{PlaceOf(content[..nul], separator)}: has a NUL character. Save the file as CSV in UTF-8, not in UTF-16.");
        if (Utf8.IsValid(content.Span))
            return;
        var at = 0;
        while (Rune.DecodeFromUtf8(content.Span[at..], out _, out var length) is System.Buffers.OperationStatus.Done)
            at += length;
        throw Wrong($"{PlaceOf(content[..at], separator)}: is not UTF-8. Save the file as CSV UTF-8.");
    }

    // The last cell of what stands in front.
    private static string PlaceOf(ReadOnlyMemory<byte> before, ImportSeparator separator)
    {
        string[] header = [];
        var (row, cells) = (1, 0);
        foreach (var (number, read, _) in RecordsOf(before, separator, isStrict: false))
        {
            header = header.Length == 0 ? read : header;
            (row, cells) = (number, read.Length);
        }

        if (before.Span.EndsWith("\n"u8))
            (row, cells) = (row + 1, 1);
        var name =
            cells > 0 && row > 1 && cells <= header.Length ? header[cells - 1] : Math.Max(cells, 1).ToString(CultureInfo.InvariantCulture);
        return $"{Row(row)}, column {name}";
    }

    private static IEnumerable<(int Row, string[] Cells, string? Problem)> RecordsOf(
        ReadOnlyMemory<byte> content,
        ImportSeparator separator,
        bool isStrict = true
    )
    {
        CsvMalformedReason? malformed = null;
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = SignOf(separator),
            SkipEmptyLines = false, // Counted as a spreadsheet counts them.
            TrimWhitespace = false,
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = record => malformed = record.Reason,
        };
        using var reader = CsvReader.Create(content, options);
        while (reader.Read())
        {
            var row = (int)Math.Min(reader.RowNumber, int.MaxValue);
            if (isStrict && malformed is CsvMalformedReason.UnterminatedQuote)
                throw Wrong($"{Row(row)}: a quote is opened that is never closed.");
            var problem =
                malformed is CsvMalformedReason.TextAfterClosingQuote
                    ? "Has text behind a closing quote: write a quote within quotes twice."
                    : null;
            malformed = null;
            if (reader.FieldCount > WidestRow)
                throw Wrong(string.Create(CultureInfo.InvariantCulture, $"{Row(row)}: has more than {WidestRow} columns."));
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                if (reader.GetSpan(i).Length > LongestCell * 4)
                    problem ??= string.Create(CultureInfo.InvariantCulture, $"Cell {i + 1} is longer than any value.");
                cells[i] = problem is null ? reader.GetString(i) : "";
            }

            if (cells.Length > 1 || (cells is [var only] && !string.IsNullOrWhiteSpace(only)))
                yield return (row, cells, problem);
        }
    }

    private static char SignOf(ImportSeparator separator) =>
        separator switch
        {
            ImportSeparator.Comma => ',',
            ImportSeparator.Semicolon => ';',
            _ => '\t',
        };

    private static List<string> ColumnsOf(string[] header)
    {
        List<string> columns = [];
        foreach (var (place, name) in header.Index())
        {
            // Spreadsheets write empty columns behind the last.
            if (string.IsNullOrWhiteSpace(name) && header[place..].All(string.IsNullOrWhiteSpace))
                break;
            var told = name.Trim();
            if (ImportColumns.Find(told) is not { } column)
                throw new Refused(
                    CatalogErrors.ImportHeaderWrong(
                        $"Row 1, column {place + 1}: there is no column '{PlainText.Start(told, 100)}'. There are {string.Join(", ", ImportColumns.All)}."
                    )
                );
            if (columns.Contains(column))
                throw new Refused(CatalogErrors.ImportHeaderWrong($"Row 1, column {place + 1}: {column} is there twice."));
            columns.Add(column);
        }

        return columns.Contains(ImportColumns.Sku)
            ? columns
            : throw new Refused(CatalogErrors.ImportHeaderWrong($"Row 1: the column {ImportColumns.Sku} is missing."));
    }

    private static List<IReadOnlyList<ImportRow>> PartsOf(
        List<(int Row, string[] Cells, string? Problem)> rows,
        List<string> columns,
        IReadOnlyList<CodePattern> patterns
    )
    {
        var seen = new SeenInFile(columns, patterns);
        List<IReadOnlyList<ImportRow>> parts = [];
        List<ImportRow> part = [];
        string? before = null;
        foreach (var (number, cells, problem) in rows)
        {
            var row = RowOf(number, cells, problem, columns);
            var product = row.Text(columns, ImportColumns.Product);
            if (part.Count >= RowsOfPart && (product is null || product != before))
            {
                parts.Add(part);
                part = [];
            }

            part.Add(row.Problems.Count > 0 ? row : row with { Problems = seen.ProblemsOf(row, product, before) });
            before = product;
        }

        parts.Add(part);
        return parts;
    }

    private static ImportRow RowOf(int number, string[] cells, string? problem, List<string> columns)
    {
        List<RowProblem> problems = [];
        if (problem is not null)
            problems.Add(new RowProblem(null, problem));
        else if (cells.Length < columns.Count || cells[columns.Count..].Any(cell => !string.IsNullOrWhiteSpace(cell)))
            problems.Add(
                new RowProblem(
                    columns[Math.Min(cells.Length, columns.Count) - 1],
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Has {cells.Length} columns, and the header {columns.Count}: a quote may be missing."
                    )
                )
            );
        var read = new string[columns.Count];
        foreach (var (place, column) in columns.Index())
        {
            var text = place < cells.Length ? Texts.Read(Formulas.Meant(cells[place]), ImportColumns.KindOf(column)) : "";
            // What looks like the number of a payment card is not kept, not even to say that it was there.
            if (ImportColumns.KindOf(column) is TextKind.Line or TextKind.Lines && CardNumbers.IsIn(text))
            {
                problems.Add(new RowProblem(column, "Holds what looks like the number of a payment card: it must not be kept here."));
                text = "";
            }

            read[place] = text;
        }

        return new ImportRow(number, read, problems);
    }

    /// <summary>What may stand only once in a file.</summary>
    private sealed class SeenInFile(List<string> columns, IReadOnlyList<CodePattern> patterns)
    {
        private readonly Dictionary<string, int> skus = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> products = new(StringComparer.Ordinal);

        public List<RowProblem> ProblemsOf(ImportRow row, string? product, string? before)
        {
            List<RowProblem> problems = [];
            if (row.Text(columns, ImportColumns.Sku) is { } sku && !skus.TryAdd(HumanText.SmallLetters(sku), row.Row))
                problems.Add(
                    new RowProblem(ImportColumns.Sku, $"Is in {Row(skus[HumanText.SmallLetters(sku)]).ToLowerInvariant()} already.")
                );
            if (product is not null && product != before && !products.TryAdd(product, row.Row))
                problems.Add(
                    new RowProblem(
                        ImportColumns.Product,
                        $"Begins in {Row(products[product]).ToLowerInvariant()}: the rows of one product stand one behind the other."
                    )
                );
            if (
                row.Text(columns, ImportColumns.Barcodes) is { } told
                && ImportCells.TryCodes(told, ImportSeparator.Tab, out var read) is null
            )
                problems.AddRange(read.Select(code => ProblemOf(code, row.Row)).OfType<RowProblem>());
            return problems;
        }

        private RowProblem? ProblemOf(NewBarcode code, int row) =>
            Codes.KeyOf(code, patterns) is { } key && !codes.TryAdd(key, row)
                ? new RowProblem(ImportColumns.Barcodes, $"{code.Code} is in {Row(codes[key]).ToLowerInvariant()} already.")
                : null;
    }
}

/// <summary>A row of the file.</summary>
/// <param name="Row">As a spreadsheet counts.</param>
/// <param name="Cells">By the columns of the file.</param>
/// <param name="Problems">What the file alone says is wrong with it.</param>
internal sealed record ImportRow(int Row, string[] Cells, IReadOnlyList<RowProblem> Problems)
{
    /// <summary>What a cell holds; null when it is empty, or there is no such column.</summary>
    public string? Text(IReadOnlyList<string> columns, string column)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] == column)
                return Cells[i].Length == 0 ? null : Cells[i];
        }

        return null;
    }
}
