using System.Text;
using FluentValidation;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Sales.Paper;

namespace PosCommerce.Application.Sales;

/// <summary>On what a receipt is written.</summary>
internal interface IWantsPaper
{
    ReceiptFormat Format { get; }

    int? Columns { get; }

    PrinterModel? Printer { get; }
}

/// <summary>Writes receipts: one layout, four writers.</summary>
internal sealed class ReceiptPaper(IReceiptDrawing drawing)
{
    /// <summary>How wide the paper is that nobody asked for.</summary>
    public const int UsualColumns = 42;

    /// <summary>The receipt with its page, where one is wanted.</summary>
    public Receipt Write(Receipt receipt, IWantsPaper wanted) =>
        wanted.Format is ReceiptFormat.Json ? receipt : receipt with { Page = PageOf(receipt, wanted) };

    private ReceiptPage PageOf(Receipt receipt, IWantsPaper wanted)
    {
        var rows = ReceiptLayout.Of(receipt);
        switch (wanted.Format)
        {
            case ReceiptFormat.Escpos:
                var profile = PrinterProfile.Of(wanted.Printer!.Value); // The validator asks for it.
                var lines = PaperLine.Of(rows, profile.Columns);
                return new ReceiptPage("application/octet-stream", EscPos.Write(lines, profile, drawing.Qr));
            case ReceiptFormat.Html:
                var language = ReceiptTexts.Of(receipt.Head).Code;
                var page = HtmlPaper.Write(rows, receipt.Number, language, drawing.Qr);
                return new ReceiptPage("text/html", Encoding.UTF8.GetBytes(page));
            case ReceiptFormat.Pdf:
                var pdf = drawing.Pdf(PaperLine.Of(rows, UsualColumns), UsualColumns, receipt.Number, receipt.IssuedAt);
                return new ReceiptPage("application/pdf", pdf);
            default:
                var text = PaperLine.TextOf(PaperLine.Of(rows, wanted.Columns ?? UsualColumns));
                return new ReceiptPage("text/plain", Encoding.UTF8.GetBytes(text));
        }
    }
}

internal static class PaperRules
{
    private static readonly int[] Widths = [32, 42, 48];

    /// <summary>What a receipt may be written on, and what each form asks for.</summary>
    public static void Paper<T>(this AbstractValidator<T> validator)
        where T : IWantsPaper
    {
        validator.RuleFor(q => q.Format).IsInEnum();
        validator
            .RuleFor(q => q.Columns)
            .Must(columns => columns is null || Widths.Contains(columns.Value))
            .WithMessage("Must be 32, 42 or 48.")
            .Must((q, columns) => columns is null || q.Format is ReceiptFormat.Text)
            .WithMessage("Goes with the format text only: a printer has the columns that it has.");
        validator
            .RuleFor(q => q.Printer)
            .IsInEnum()
            .Must((q, printer) => printer is not null || q.Format is not ReceiptFormat.Escpos)
            .WithMessage("Must name the printer: each takes other bytes for the same letters.")
            .Must((q, printer) => printer is null || q.Format is ReceiptFormat.Escpos)
            .WithMessage("Goes with the format escpos only.");
    }
}
