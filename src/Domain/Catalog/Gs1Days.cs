namespace PosCommerce.Domain.Catalog;

/// <summary>Days as GS1 writes them, <c>YYMMDD</c>.</summary>
internal static class Gs1Days
{
    /// <summary>
    /// The day: of the years with these two digits the one from 49 before to 50 after today's, and day 00 the last of its month where
    /// it may be. Null when there is no such day.
    /// </summary>
    /// <param name="digits">Six digits.</param>
    public static DateOnly? Read(ReadOnlySpan<char> digits, DateOnly today, bool allowsWholeMonth = true)
    {
        var (year, month, day) = ((int)Figures.Whole(digits[..2]), (int)Figures.Whole(digits[2..4]), (int)Figures.Whole(digits[4..6]));
        var ahead = year - today.Year % 100;
        year =
            today.Year
            + ahead
            + (
                ahead >= 51 ? -100
                : ahead <= -50 ? 100
                : 0
            );
        if (year is < 1 or > 9999 || month is < 1 or > 12)
            return null;
        var days = DateTime.DaysInMonth(year, month);
        if (day == 0 && allowsWholeMonth)
            return new DateOnly(year, month, days);
        return day >= 1 && day <= days ? new DateOnly(year, month, day) : null;
    }

    /// <summary>Hours and minutes of the day; null when there are none such.</summary>
    /// <param name="digits">Four digits.</param>
    public static TimeOnly? ReadTime(ReadOnlySpan<char> digits) =>
        ((int)Figures.Whole(digits[..2]), (int)Figures.Whole(digits[2..4])) is (< 24, < 60) time
            ? new TimeOnly(time.Item1, time.Item2)
            : null;
}
