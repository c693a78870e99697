using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace PosCommerce.Domain.Sales.Paper;

/// <summary>A receipt as a page of its own, without anything from elsewhere. Every text in it is escaped.</summary>
public static class HtmlPaper
{
    private const string Style = """
        body{font:14px/1.4 system-ui,sans-serif;margin:1em auto;max-width:24em;color:#000;background:#fff}
        p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}.centred{text-align:center}.bold,.tall{font-weight:bold}.tall{font-size:1.3em}
        .pair{display:flex;justify-content:space-between;gap:1em}.pair span:last-child{white-space:nowrap}
        table{width:100%;border-collapse:collapse}th,td{text-align:right;font-weight:normal;padding:0}th:first-child,td:first-child{text-align:left}
        hr{border:0;border-top:1px dashed #000}svg{display:block;margin:.5em auto;width:12em;height:12em}
        """;

    /// <param name="language">As HTML names it.</param>
    /// <param name="qr">The modules of a QR code.</param>
    public static string Write(IReadOnlyList<PaperRow> rows, string title, string language, Func<string, QrModules> qr)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"").Append(Escape(language)).Append("\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
        page.Append(Escape(title)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n");
        foreach (var row in rows)
            Write(page, row, qr);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder page, PaperRow row, Func<string, QrModules> qr)
    {
        switch (row)
        {
            case TextRow text:
                page.Append($"<p{Class(text.IsCentred ? "centred" : "", StyleOf(text.Style))}>{Escape(text.Text)}</p>\n");
                break;
            case PairRow pair:
                page.Append($"<p{Class("pair", StyleOf(pair.Style))}><span>{Escape(pair.Left)}</span>");
                page.Append($"<span>{Escape(pair.Right)}</span></p>\n");
                break;
            case TableRow table:
                page.Append("<table>\n").Append(Cells("th", table.Headings));
                foreach (var cells in table.Rows)
                    page.Append(Cells("td", cells));
                page.Append("</table>\n");
                break;
            case RuleRow:
                page.Append("<hr>\n");
                break;
            case QrRow code:
                Qr(page, qr(code.Payload), code.Payload);
                break;
            default:
                break; // A page has no knife and no drawer.
        }
    }

    private static void Qr(StringBuilder page, QrModules modules, string payload)
    {
        var size = modules.Size;
        page.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"{Escape(payload)}\"><path shape-rendering=\"crispEdges\" d=\""
        );
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (modules.IsDark(y, x))
                    page.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }

        page.Append("\"/></svg>\n");
    }

    private static string Cells(string kind, IEnumerable<string> cells) =>
        $"<tr>{string.Concat(cells.Select(cell => $"<{kind}>{Escape(cell)}</{kind}>"))}</tr>\n";

    private static string Class(params string[] names) =>
        string.Join(' ', names.Where(name => name.Length > 0)) is { Length: > 0 } all ? $" class=\"{all}\"" : "";

    private static string StyleOf(PaperStyle style) =>
        style switch
        {
            PaperStyle.Bold => "bold",
            PaperStyle.Tall => "tall",
            _ => "",
        };

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
