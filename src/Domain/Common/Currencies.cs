using System.Collections.Frozen;
using System.Globalization;

namespace PosCommerce.Domain.Common;

/// <summary>A currency of ISO 4217 that money is counted in.</summary>
/// <param name="Digits">How many decimals its minor unit stands for: 2 makes 1234 twelve and thirty-four hundredths.</param>
/// <param name="ValidFrom">The first day on which it is in force; null for those older than this table.</param>
/// <param name="ValidTo">The first day on which it no longer is; null while it is.</param>
/// <param name="Successor">What took its place.</param>
/// <param name="Amendment">The amendment of ISO 4217 that brought it or took it away.</param>
public sealed record Currency(
    string Code,
    int Digits,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    string? Successor,
    int? Amendment,
    string Name
)
{
    public bool IsInForce(DateOnly day) => (ValidFrom is not { } from || day >= from) && (ValidTo is not { } to || day < to);
}

/// <summary>
/// The currencies that a store can have: those of ISO 4217 up to its amendment 180, without funds, metals and test codes. Those
/// that were withdrawn stay, because stores and sales in them do. The digits are ISO's, not those of the platform: its
/// libraries show forints without decimals and know no Caribbean guilder, each in its own way.
/// </summary>
public static class Currencies
{
    // code|digits|valid from|valid to|successor|amendment|name
    private const string Table = """
        AED|2|||||UAE Dirham
        AFN|2|||||Afghani
        ALL|2|||||Lek
        AMD|2|||||Armenian Dram
        ANG|2||2025-03-31|XCG|176|Netherlands Antillean Guilder
        AOA|2|||||Kwanza
        ARS|2|||||Argentine Peso
        AUD|2|||||Australian Dollar
        AWG|2|||||Aruban Florin
        AZN|2|||||Azerbaijan Manat
        BAM|2|||||Convertible Mark
        BBD|2|||||Barbados Dollar
        BDT|2|||||Taka
        BGN|2||2026-01-01|EUR|180|Bulgarian Lev
        BHD|3|||||Bahraini Dinar
        BIF|0|||||Burundi Franc
        BMD|2|||||Bermudian Dollar
        BND|2|||||Brunei Dollar
        BOB|2|||||Boliviano
        BRL|2|||||Brazilian Real
        BSD|2|||||Bahamian Dollar
        BTN|2|||||Ngultrum
        BWP|2|||||Pula
        BYN|2|2016-07-01||||Belarusian Ruble
        BYR|0||2017-01-01|BYN||Belarusian Ruble
        BZD|2|||||Belize Dollar
        CAD|2|||||Canadian Dollar
        CDF|2|||||Congolese Franc
        CHF|2|||||Swiss Franc
        CLP|0|||||Chilean Peso
        CNY|2|||||Yuan Renminbi
        COP|2|||||Colombian Peso
        CRC|2|||||Costa Rican Colon
        CUC|2||2025-02-01|CUP|178|Peso Convertible
        CUP|2|||||Cuban Peso
        CVE|2|||||Cabo Verde Escudo
        CZK|2|||||Czech Koruna
        DJF|0|||||Djibouti Franc
        DKK|2|||||Danish Krone
        DOP|2|||||Dominican Peso
        DZD|2|||||Algerian Dinar
        EEK|2||2011-01-01|EUR||Kroon
        EGP|2|||||Egyptian Pound
        ERN|2|||||Nakfa
        ETB|2|||||Ethiopian Birr
        EUR|2|||||Euro
        FJD|2|||||Fiji Dollar
        FKP|2|||||Falkland Islands Pound
        GBP|2|||||Pound Sterling
        GEL|2|||||Lari
        GHS|2|||||Ghana Cedi
        GIP|2|||||Gibraltar Pound
        GMD|2|||||Dalasi
        GNF|0|||||Guinean Franc
        GTQ|2|||||Quetzal
        GYD|2|||||Guyana Dollar
        HKD|2|||||Hong Kong Dollar
        HNL|2|||||Lempira
        HRK|2||2023-01-01|EUR||Kuna
        HTG|2|||||Gourde
        HUF|2|||||Forint
        IDR|2|||||Rupiah
        ILS|2|||||New Israeli Sheqel
        INR|2|||||Indian Rupee
        IQD|3|||||Iraqi Dinar
        IRR|2|||||Iranian Rial
        ISK|0|||||Iceland Krona
        JMD|2|||||Jamaican Dollar
        JOD|3|||||Jordanian Dinar
        JPY|0|||||Yen
        KES|2|||||Kenyan Shilling
        KGS|2|||||Som
        KHR|2|||||Riel
        KMF|0|||||Comorian Franc
        KPW|2|||||North Korean Won
        KRW|0|||||Won
        KWD|3|||||Kuwaiti Dinar
        KYD|2|||||Cayman Islands Dollar
        KZT|2|||||Tenge
        LAK|2|||||Lao Kip
        LBP|2|||||Lebanese Pound
        LKR|2|||||Sri Lanka Rupee
        LRD|2|||||Liberian Dollar
        LSL|2|||||Loti
        LTL|2||2015-01-01|EUR||Lithuanian Litas
        LVL|2||2014-01-01|EUR||Latvian Lats
        LYD|3|||||Libyan Dinar
        MAD|2|||||Moroccan Dirham
        MDL|2|||||Moldovan Leu
        MGA|2|||||Malagasy Ariary
        MKD|2|||||Denar
        MMK|2|||||Kyat
        MNT|2|||||Tugrik
        MOP|2|||||Pataca
        MRO|2||2018-01-01|MRU||Ouguiya
        MRU|2|2018-01-01||||Ouguiya
        MUR|2|||||Mauritius Rupee
        MVR|2|||||Rufiyaa
        MWK|2|||||Malawi Kwacha
        MXN|2|||||Mexican Peso
        MYR|2|||||Malaysian Ringgit
        MZN|2|||||Mozambique Metical
        NAD|2|||||Namibia Dollar
        NGN|2|||||Naira
        NIO|2|||||Cordoba Oro
        NOK|2|||||Norwegian Krone
        NPR|2|||||Nepalese Rupee
        NZD|2|||||New Zealand Dollar
        OMR|3|||||Rial Omani
        PAB|2|||||Balboa
        PEN|2|||||Sol
        PGK|2|||||Kina
        PHP|2|||||Philippine Peso
        PKR|2|||||Pakistan Rupee
        PLN|2|||||Zloty
        PYG|0|||||Guarani
        QAR|2|||||Qatari Rial
        RON|2|||||Romanian Leu
        RSD|2|||||Serbian Dinar
        RUB|2|||||Russian Ruble
        RWF|0|||||Rwanda Franc
        SAR|2|||||Saudi Riyal
        SBD|2|||||Solomon Islands Dollar
        SCR|2|||||Seychelles Rupee
        SDG|2|||||Sudanese Pound
        SEK|2|||||Swedish Krona
        SGD|2|||||Singapore Dollar
        SHP|2|||||Saint Helena Pound
        SLE|2|2022-04-01||||Leone
        SLL|2||2023-12-31|SLE|175|Leone
        SOS|2|||||Somali Shilling
        SRD|2|||||Surinam Dollar
        SSP|2|||||South Sudanese Pound
        STD|2||2018-01-01|STN||Dobra
        STN|2|2018-01-01||||Dobra
        SVC|2|||||El Salvador Colon
        SYP|2|||||Syrian Pound
        SZL|2|||||Lilangeni
        THB|2|||||Baht
        TJS|2|||||Somoni
        TMT|2|||||Turkmenistan New Manat
        TND|3|||||Tunisian Dinar
        TOP|2|||||Pa'anga
        TRY|2|||||Turkish Lira
        TTD|2|||||Trinidad and Tobago Dollar
        TWD|2|||||New Taiwan Dollar
        TZS|2|||||Tanzanian Shilling
        UAH|2|||||Hryvnia
        UGX|0|||||Uganda Shilling
        USD|2|||||US Dollar
        UYU|2|||||Peso Uruguayo
        UZS|2|||||Uzbekistan Sum
        VEF|2||2018-08-20|VES||Bolívar
        VES|2|2018-08-20||||Bolívar Soberano
        VND|0|||||Dong
        VUV|0|||||Vatu
        WST|2|||||Tala
        XAF|0|||||CFA Franc BEAC
        XCD|2|||||East Caribbean Dollar
        XCG|2|2025-03-31|||176|Caribbean Guilder
        XOF|0|||||CFA Franc BCEAO
        XPF|0|||||CFP Franc
        YER|2|||||Yemeni Rial
        ZAR|2|||||Rand
        ZMK|2||2013-01-01|ZMW||Zambian Kwacha
        ZMW|2|2013-01-01||||Zambian Kwacha
        ZWG|2|2024-06-25|||177|Zimbabwe Gold
        ZWL|2||2024-09-01|ZWG|177|Zimbabwe Dollar
        """;

    private static readonly FrozenDictionary<string, Currency> ByCode = Table
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(Read)
        .ToFrozenDictionary(currency => currency.Code, StringComparer.Ordinal);

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<Currency> All { get; } = [.. ByCode.Values.OrderBy(currency => currency.Code, StringComparer.Ordinal)];

    /// <summary>The currency of a code; null when it is none.</summary>
    public static Currency? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The minor digits of a currency that is on record.</summary>
    /// <remarks>Two for a code that this table has lost: what is on record must stay readable.</remarks>
    public static int DigitsOf(string code) => Find(code)?.Digits ?? 2;

    private static Currency Read(string line)
    {
        var cells = line.Split('|');
        return new Currency(
            cells[0],
            int.Parse(cells[1], CultureInfo.InvariantCulture),
            Day(cells[2]),
            Day(cells[3]),
            Told(cells[4]),
            cells[5].Length == 0 ? null : int.Parse(cells[5], CultureInfo.InvariantCulture),
            cells[6]
        );
    }

    private static DateOnly? Day(string cell) =>
        cell.Length == 0 ? null : DateOnly.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Told(string cell) => cell.Length == 0 ? null : cell;
}
