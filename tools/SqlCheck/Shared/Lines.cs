using System.Text;

namespace PosCommerce.SqlCheck;

/// <summary>Text that must come out the same on every machine.</summary>
internal static class Lines
{
    public static string ToLf(string text)
    {
        if (text.IndexOf('\r') < 0)
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\r')
                plain.Append(text[i]);
            else if (i + 1 >= text.Length || text[i + 1] != '\n')
                plain.Append('\n');
        }

        return plain.ToString();
    }

    public static string Hex(byte[] bytes)
    {
        const string digits = "0123456789abcdef";
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var b in bytes)
            text.Append(digits[b >> 4]).Append(digits[b & 15]);
        return text.ToString();
    }
}
