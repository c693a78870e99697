using System.Text;

namespace PosCommerce.Domain.Sales.Paper;

/// <summary>A line of a receipt as a paper of so many columns has it.</summary>
public abstract record PaperLine
{
    private protected PaperLine() { }

    /// <summary>Breaks rows into lines of at most so many characters.</summary>
    public static IReadOnlyList<PaperLine> Of(IReadOnlyList<PaperRow> rows, int columns) => [.. rows.SelectMany(row => Of(row, columns))];

    /// <summary>The lines as a text, each ended by a line feed: all that can be read of them.</summary>
    public static string TextOf(IEnumerable<PaperLine> lines) =>
        string.Concat(lines.OfType<TextLine>().Select(line => $"{line.Text.TrimEnd()}\n"));

    private static IEnumerable<PaperLine> Of(PaperRow row, int columns) =>
        row switch
        {
            TextRow text => Wrap(text.Text, columns)
                .Select(part => new TextLine(text.IsCentred ? Centre(part, columns) : part, text.Style)),
            PairRow pair => Pair(pair.Left, pair.Right, columns).Select(line => new TextLine(line, pair.Style)),
            TableRow table => Table(table, columns).Select(line => new TextLine(line, PaperStyle.Plain)),
            RuleRow => [new TextLine(new string('-', columns), PaperStyle.Plain)],
            QrRow qr => [new QrLine(qr.Payload)],
            DrawerRow => [new DrawerLine()],
            CutRow => [new CutLine()],
            _ => throw new InvalidOperationException($"A row that nobody knows: {row}."),
        };

    private static List<string> Pair(string left, string right, int columns)
    {
        var lines = Wrap(left, columns).ToList();
        if (WidthOf(right) > columns)
            return [.. lines, .. Wrap(right, columns)];
        var room = columns - WidthOf(right);
        // What is told of a thing stands beside its last words, or below them where there is no room for both.
        if (WidthOf(lines[^1]) >= room)
            lines.Add("");
        lines[^1] = Pad(lines[^1], Math.Max(room, 0)) + right;
        return lines;
    }

    private static IEnumerable<string> Table(TableRow table, int columns)
    {
        IReadOnlyList<IReadOnlyList<string>> all = [table.Headings, .. table.Rows];
        var widths = Enumerable.Range(0, table.Headings.Count).Select(i => all.Max(cells => WidthOf(cells[i]))).ToList();
        if (widths.Sum() + widths.Count - 1 <= columns)
        {
            var gap = (columns - widths.Sum()) / (widths.Count - 1);
            return all.Select(cells =>
            {
                var line = string.Concat(cells.Skip(1).Select((cell, i) => PadLeft(cell, widths[i + 1] + gap)));
                return Pad(cells[0], columns - WidthOf(line)) + line;
            });
        }

        return table.Rows.SelectMany(cells =>
            Wrap(cells[0], columns).Concat(cells.Skip(1).SelectMany((cell, i) => Pair($"  {table.Headings[i + 1]}", cell, columns)))
        );
    }

    // At blanks where there are some; a word that is longer than the paper is wide is broken. Never empty.
    private static IEnumerable<string> Wrap(string given, int columns)
    {
        // Nothing but a row begins a line, and nothing in a text commands a printer.
        var text = string.Concat(given.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
        // However far it is set in, half of the paper is left for it.
        var indent = new string(' ', Math.Min(text.Length - text.TrimStart(' ').Length, columns / 2));
        var line = new StringBuilder(indent);
        var width = indent.Length;
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            if (!isEmpty && width + 1 + WidthOf(rest) > columns)
                yield return Break();
            if (!isEmpty)
                Write(" ");
            while (width + WidthOf(rest) > columns)
            {
                var part = string.Concat(rest.EnumerateRunes().Take(columns - width).Select(r => r.ToString()));
                Write(part);
                rest = rest[part.Length..];
                yield return Break();
            }

            Write(rest);
            isEmpty = false;
        }

        yield return line.ToString();

        void Write(string part)
        {
            line.Append(part);
            width += WidthOf(part);
        }

        string Break()
        {
            var done = line.ToString();
            line.Clear().Append(indent);
            width = indent.Length;
            isEmpty = true;
            return done;
        }
    }

    private static string Centre(string text, int columns) => new string(' ', Math.Max(0, (columns - WidthOf(text)) / 2)) + text;

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - WidthOf(text)));

    private static string PadLeft(string text, int width) => new string(' ', Math.Max(0, width - WidthOf(text))) + text;

    // A code point a column.
    private static int WidthOf(string text) => text.EnumerateRunes().Count();
}

/// <summary>What stands on a line, no longer than the paper is wide.</summary>
public sealed record TextLine(string Text, PaperStyle Style) : PaperLine;

/// <inheritdoc cref="QrRow"/>
public sealed record QrLine(string Payload) : PaperLine;

/// <inheritdoc cref="CutRow"/>
public sealed record CutLine : PaperLine;

/// <inheritdoc cref="DrawerRow"/>
public sealed record DrawerLine : PaperLine;
