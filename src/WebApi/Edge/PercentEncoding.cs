using System.Buffers;
using System.Globalization;
using System.Text;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>Finds what decoding an address would hide or pass on: broken escapes, broken UTF-8 and NUL.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is wrong with the text, or null.</summary>
    public static string? ProblemOf(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
            return PlainText.HasNul;
        if (!text.Contains('%'))
            return null;

        var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var count = 0;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != '%')
                {
                    bytes[count++] = (byte)'.';
                    continue;
                }

                if (
                    i + 2 >= text.Length
                    || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count])
                )
                    return "Has a % that is not followed by two hexadecimal digits.";
                if (bytes[count++] == 0)
                    return PlainText.HasNul;
                i += 2;
            }

            _ = Utf8.GetCharCount(bytes, 0, count);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return "Is not UTF-8 once its escapes are decoded.";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
