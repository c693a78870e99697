using System.Text;

namespace PosCommerce.Domain.Sales.Paper;

/// <summary>Receipt printers that are known, by what tells them apart.</summary>
public enum PrinterModel
{
    /// <summary>Epson TM-T88V, VI and VII, 80 mm.</summary>
    EpsonTmT88,

    /// <summary>Epson TM-T20II and III, and TM-m30, 80 mm.</summary>
    EpsonTmT20,

    /// <summary>Epson TM-T88II, III and IV, 80 mm: fewer code pages, and no QR codes of its own.</summary>
    EpsonTmT88Iv,

    /// <summary>Bixolon SRP-350, 80 mm: western letters only, and no QR codes of its own.</summary>
    BixolonSrp350,

    /// <summary>Xprinter XP-T80Q and its like, 80 mm.</summary>
    XprinterT80,

    /// <summary>POS-5890 and its like, 58 mm, without a cutter.</summary>
    Pos58,
}

/// <summary>What a printer takes: the same number of a code page is another page elsewhere.</summary>
/// <param name="Columns">Characters on a line of its usual font.</param>
/// <param name="CodePages">The printer's number of a page, and the code page that it is; the first that has a character prints it.</param>
/// <param name="HasQr">It draws QR codes itself; others get them as a picture.</param>
/// <param name="DotsWide">How many dots the paper is wide.</param>
/// <param name="FeedBeforeCut">Lines between the head and the knife: what is cut sooner is cut through.</param>
/// <param name="Cuts">It has a knife.</param>
public sealed record PrinterProfile(
    PrinterModel Model,
    int Columns,
    IReadOnlyList<(byte Page, int CodePage)> CodePages,
    bool HasQr,
    int DotsWide,
    byte FeedBeforeCut,
    bool Cuts
)
{
    private static readonly (byte, int)[] Epson = [(0, 437), (16, 1252), (45, 1250), (46, 1251), (47, 1253), (48, 1254)];

    private static readonly (byte, int)[] Early = [(0, 437), (16, 1252), (18, 852), (17, 866)];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<PrinterProfile> All =
    [
        new(PrinterModel.EpsonTmT88, 42, Epson, HasQr: true, DotsWide: 512, FeedBeforeCut: 4, Cuts: true),
        new(PrinterModel.EpsonTmT20, 48, Epson, HasQr: true, DotsWide: 576, FeedBeforeCut: 4, Cuts: true),
        new(PrinterModel.EpsonTmT88Iv, 42, Early, HasQr: false, DotsWide: 512, FeedBeforeCut: 4, Cuts: true),
        new(PrinterModel.BixolonSrp350, 42, [(0, 437), (2, 850), (19, 858)], HasQr: false, DotsWide: 512, FeedBeforeCut: 4, Cuts: true),
        new(PrinterModel.XprinterT80, 48, Early, HasQr: false, DotsWide: 576, FeedBeforeCut: 4, Cuts: true),
        new(PrinterModel.Pos58, 32, Early, HasQr: false, DotsWide: 384, FeedBeforeCut: 4, Cuts: false),
    ];

    public static PrinterProfile Of(PrinterModel model) => All.Single(profile => profile.Model == model);

    /// <summary>
    /// The bytes of a character in a page; none where the page does not have it. The platform would put the letter that looks most like
    /// it, and nobody would know.
    /// </summary>
    internal static byte[] Encode(int codePage, Rune character)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(
            codePage,
            new EncoderReplacementFallback(""),
            DecoderFallback.ExceptionFallback
        )!; // Every page that is listed is known.
        return encoding.GetBytes(character.ToString());
    }
}
