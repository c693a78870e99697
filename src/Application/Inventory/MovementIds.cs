using System.Globalization;

namespace PosCommerce.Application.Inventory;

/// <summary>Ids of movements are made in the order of time (UUIDv7).</summary>
internal static class MovementIds
{
    /// <summary>No id that was made then or later is lower.</summary>
    public static Guid FirstOf(DateTimeOffset moment) =>
        Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"{moment.ToUnixTimeMilliseconds():x12}00000000000000000000"), "N");
}
