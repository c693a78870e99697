using PdfSharp.Fonts;

namespace PosCommerce.Infrastructure.Paper;

/// <summary>The fonts that come with this build.</summary>
internal sealed class ShippedFonts : IFontResolver
{
    public const string Family = "DejaVu Sans Mono";

    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) =>
        familyName == Family ? new FontResolverInfo(bold ? "DejaVuSansMono-Bold.ttf" : "DejaVuSansMono.ttf") : null;

    public byte[]? GetFont(string faceName)
    {
        using var font = typeof(ShippedFonts).Assembly.GetManifestResourceStream(faceName);
        if (font is null)
            return null;
        using var bytes = new MemoryStream();
        font.CopyTo(bytes);
        return bytes.ToArray();
    }
}
