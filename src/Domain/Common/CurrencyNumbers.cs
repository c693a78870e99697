using System.Collections.Frozen;

namespace PosCommerce.Domain.Common;

/// <summary>The numbers that ISO 4217 gives to currencies: labels and card terminals name them so.</summary>
public static class CurrencyNumbers
{
    // A number outlives a change of code (the guilder kept 532), so it can stand for two.
    private const string Table = """
        008 ALL 012 DZD 032 ARS 036 AUD 044 BSD 048 BHD 050 BDT 051 AMD 052 BBD 060 BMD 064 BTN 068 BOB 072 BWP 084 BZD 090 SBD
        096 BND 104 MMK 108 BIF 116 KHR 124 CAD 132 CVE 136 KYD 144 LKR 152 CLP 156 CNY 170 COP 174 KMF 188 CRC 191 HRK 192 CUP
        203 CZK 208 DKK 214 DOP 222 SVC 230 ETB 232 ERN 233 EEK 238 FKP 242 FJD 262 DJF 270 GMD 292 GIP 320 GTQ 324 GNF 328 GYD
        332 HTG 340 HNL 344 HKD 348 HUF 352 ISK 356 INR 360 IDR 364 IRR 368 IQD 376 ILS 388 JMD 392 JPY 398 KZT 400 JOD 404 KES
        408 KPW 410 KRW 414 KWD 417 KGS 418 LAK 422 LBP 426 LSL 428 LVL 430 LRD 434 LYD 440 LTL 446 MOP 454 MWK 458 MYR 462 MVR
        478 MRO 480 MUR 484 MXN 496 MNT 498 MDL 504 MAD 512 OMR 516 NAD 524 NPR 532 ANG 532 XCG 533 AWG 548 VUV 554 NZD 558 NIO
        566 NGN 578 NOK 586 PKR 590 PAB 598 PGK 600 PYG 604 PEN 608 PHP 634 QAR 643 RUB 646 RWF 654 SHP 678 STD 682 SAR 690 SCR
        694 SLL 702 SGD 704 VND 706 SOS 710 ZAR 728 SSP 748 SZL 752 SEK 756 CHF 760 SYP 764 THB 776 TOP 780 TTD 784 AED 788 TND
        800 UGX 807 MKD 818 EGP 826 GBP 834 TZS 840 USD 858 UYU 860 UZS 882 WST 886 YER 894 ZMK 901 TWD 924 ZWG 925 SLE 928 VES
        929 MRU 930 STN 931 CUC 932 ZWL 933 BYN 934 TMT 936 GHS 937 VEF 938 SDG 941 RSD 943 MZN 944 AZN 946 RON 949 TRY 950 XAF
        951 XCD 952 XOF 953 XPF 967 ZMW 968 SRD 969 MGA 971 AFN 972 TJS 973 AOA 974 BYR 975 BGN 976 CDF 977 BAM 978 EUR 980 UAH
        981 GEL 985 PLN 986 BRL
        """;

    private static readonly FrozenDictionary<string, Currency[]> ByNumber = Read()
        .GroupBy(row => row.Number, row => row.Currency, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>
    /// The currency of a number of three digits: of two that share one, that in force on the day. Null when no money has it.
    /// </summary>
    public static Currency? Find(string number, DateOnly day) =>
        ByNumber.TryGetValue(number, out var currencies) ? currencies.FirstOrDefault(c => c.IsInForce(day)) ?? currencies[^1] : null;

    private static IEnumerable<(string Number, Currency Currency)> Read()
    {
        var cells = Table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < cells.Length; i += 2)
            if (Currencies.Find(cells[i + 1]) is { } currency)
                yield return (cells[i], currency);
    }
}
