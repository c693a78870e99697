namespace PosCommerce.Domain.Catalog;

/// <summary>The short form of a UPC-A: six digits, from which zeros were taken, between number system and check digit.</summary>
internal static class UpcE
{
    /// <summary>Writes the 12 digits that 8 stand for; false when they cannot be a UPC-E. The check digit is not looked at.</summary>
    public static bool TryExpand(ReadOnlySpan<char> digits, Span<char> upcA)
    {
        if (digits.Length != 8 || !CheckDigits.AreDigits(digits) || digits[0] is not ('0' or '1'))
            return false;
        var six = digits[1..7];
        upcA.Fill('0');
        upcA[0] = digits[0];
        upcA[11] = digits[7];
        // The last of the six says how many digits are the company's, and where the zeros were.
        switch (six[5])
        {
            case <= '2':
                six[..2].CopyTo(upcA[1..]);
                upcA[3] = six[5];
                six[2..5].CopyTo(upcA[8..]);
                break;
            case '3':
                six[..3].CopyTo(upcA[1..]);
                six[3..5].CopyTo(upcA[9..]);
                break;
            case '4':
                six[..4].CopyTo(upcA[1..]);
                upcA[10] = six[4];
                break;
            default:
                six[..5].CopyTo(upcA[1..]);
                upcA[10] = six[5];
                break;
        }

        return true;
    }
}
