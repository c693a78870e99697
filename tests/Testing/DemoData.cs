using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Testing;

/// <summary>The ids of the demo data, made as <c>app.seed_id</c> makes them.</summary>
public static class DemoData
{
    public static Guid Id(string name)
    {
#pragma warning disable CA5351 // Not for security: the seed's ids are made of MD5 (UUIDv8, RFC 9562).
        var digest = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(name))).ToCharArray();
#pragma warning restore CA5351
        digest[12] = '8';
        digest[16] = 'a';
        return Guid.ParseExact(new string(digest), "N");
    }

    public static Guid Tenant(string slug) => Id($"tenant/{slug}");

    public static Guid Store(string slug, int number = 1) => Id($"store/{slug}/{number}");

    public static Guid Terminal(string slug, int store = 1, int number = 1) => Id($"terminal/{slug}/{store}/{number}");

    public static Guid User(string slug, string role) => Id($"user/{slug}/{role}");

    /// <summary>A role that comes with the product.</summary>
    public static Guid Role(string slug, string code) => Id($"role/{Tenant(slug)}/{code}");

    /// <summary>The tax class of what is not reduced.</summary>
    public static Guid TaxClass(string slug) => Id($"tax-class/{Tenant(slug)}/standard");

    /// <summary>The back room of the first store.</summary>
    public static Guid BackRoom(string slug) => Id($"stock-location/{slug}/back");

    /// <param name="code">Of a reason for corrections that comes with the product.</param>
    public static Guid StockReason(string slug, string code) => Id($"stock-reason/{Tenant(slug)}/{code}");

    /// <param name="name">Such as Groceries, Drinks or Coffee.</param>
    public static Guid Category(string slug, string name) => Id($"category/{slug}/{name}");

    /// <param name="number">0 to 999.</param>
    public static Guid Product(string slug, int number) => Id($"product/{slug}/{number}");

    /// <param name="number">0 to 999.</param>
    public static Guid Variant(string slug, int number) => Id($"variant/{slug}/{number}");

    /// <summary>What is sold by weight.</summary>
    public static Guid Cheese(string slug) => Id($"variant/{slug}/cheese");

    /// <summary>The EAN-13 of an item, the same for both merchants.</summary>
    public static string Barcode(int number)
    {
        var digits = $"200000{number + 1:000000}";
        var weighted = digits.Select((d, i) => (d - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return $"{digits}{(10 - (weighted % 10)) % 10}";
    }
}
