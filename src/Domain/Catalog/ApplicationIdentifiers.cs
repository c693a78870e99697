using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace PosCommerce.Domain.Catalog;

/// <summary>
/// The application identifiers of the GS1 General Specifications (sections 3.2 to 3.9), as of 2025: which there are, what follows
/// them, and whether it needs a separator behind it.
/// </summary>
/// <remarks>
/// Of fixed length is not the same as of predefined length: 8005 has six digits, and a separator must end it all the same, because
/// its first two digits are not in the specification's list of predefined lengths.
/// </remarks>
internal static class ApplicationIdentifiers
{
    // Codes | * of predefined length, c with a check digit behind its first digits | form | name | measure and unit.
    // Forms: N digits, X the 82 signs, Y the 39, Z those of base 64; .. up to; [] may be missing at the end.
    private const string Table = """
        00|*c|N18|logistic unit
        01|*c|N14|GTIN
        02|*c|N14|GTIN of what is inside
        03|*c|N14|GTIN made to order
        10||X..20|lot
        11|*|N6|day of production
        12|*|N6|day of payment
        13|*|N6|day of packing
        15|*|N6|best before
        16|*|N6|sell by
        17|*|N6|expiry
        20|*|N2|variant
        21||X..20|serial number
        22||X..20|consumer variant
        235||X..28|third party's serial number
        240||X..30|additional number
        241||X..30|customer's number
        242||N..6|made-to-order variant
        243||X..20|packaging component
        250||X..30|secondary serial number
        251||X..30|source
        253|c|N13 [X..17]|document
        254||X..20|part of a location
        255|c|N13 [N..12]|coupon
        30||N..8|count
        3100-3105|*|N6|net weight in kg|NetWeight Kilogram
        3110-3115|*|N6|length in m|Length Metre
        3120-3125|*|N6|width in m|Width Metre
        3130-3135|*|N6|height in m|Height Metre
        3140-3145|*|N6|area in m2|Area SquareMetre
        3150-3155|*|N6|net volume in l|NetVolume Litre
        3160-3165|*|N6|net volume in m3|NetVolume CubicMetre
        3200-3205|*|N6|net weight in lb|NetWeight Pound
        3210-3215|*|N6|length in inches|Length Inch
        3220-3225|*|N6|length in feet|Length Foot
        3230-3235|*|N6|length in yards|Length Yard
        3240-3245|*|N6|width in inches|Width Inch
        3250-3255|*|N6|width in feet|Width Foot
        3260-3265|*|N6|width in yards|Width Yard
        3270-3275|*|N6|height in inches|Height Inch
        3280-3285|*|N6|height in feet|Height Foot
        3290-3295|*|N6|height in yards|Height Yard
        3300-3305|*|N6|gross weight in kg|GrossWeight Kilogram
        3310-3315|*|N6|gross length in m|GrossLength Metre
        3320-3325|*|N6|gross width in m|GrossWidth Metre
        3330-3335|*|N6|gross height in m|GrossHeight Metre
        3340-3345|*|N6|gross area in m2|GrossArea SquareMetre
        3350-3355|*|N6|gross volume in l|GrossVolume Litre
        3360-3365|*|N6|gross volume in m3|GrossVolume CubicMetre
        3370-3375|*|N6|kg per m2|Density KilogramPerSquareMetre
        3400-3405|*|N6|gross weight in lb|GrossWeight Pound
        3410-3415|*|N6|gross length in inches|GrossLength Inch
        3420-3425|*|N6|gross length in feet|GrossLength Foot
        3430-3435|*|N6|gross length in yards|GrossLength Yard
        3440-3445|*|N6|gross width in inches|GrossWidth Inch
        3450-3455|*|N6|gross width in feet|GrossWidth Foot
        3460-3465|*|N6|gross width in yards|GrossWidth Yard
        3470-3475|*|N6|gross height in inches|GrossHeight Inch
        3480-3485|*|N6|gross height in feet|GrossHeight Foot
        3490-3495|*|N6|gross height in yards|GrossHeight Yard
        3500-3505|*|N6|area in square inches|Area SquareInch
        3510-3515|*|N6|area in square feet|Area SquareFoot
        3520-3525|*|N6|area in square yards|Area SquareYard
        3530-3535|*|N6|gross area in square inches|GrossArea SquareInch
        3540-3545|*|N6|gross area in square feet|GrossArea SquareFoot
        3550-3555|*|N6|gross area in square yards|GrossArea SquareYard
        3560-3565|*|N6|net weight in troy ounces|NetWeight TroyOunce
        3570-3575|*|N6|net volume in fluid ounces|NetVolume FluidOunce
        3600-3605|*|N6|net volume in quarts|NetVolume Quart
        3610-3615|*|N6|net volume in gallons|NetVolume Gallon
        3620-3625|*|N6|gross volume in quarts|GrossVolume Quart
        3630-3635|*|N6|gross volume in gallons|GrossVolume Gallon
        3640-3645|*|N6|net volume in cubic inches|NetVolume CubicInch
        3650-3655|*|N6|net volume in cubic feet|NetVolume CubicFoot
        3660-3665|*|N6|net volume in cubic yards|NetVolume CubicYard
        3670-3675|*|N6|gross volume in cubic inches|GrossVolume CubicInch
        3680-3685|*|N6|gross volume in cubic feet|GrossVolume CubicFoot
        3690-3695|*|N6|gross volume in cubic yards|GrossVolume CubicYard
        37||N..8|count of what is inside
        3900-3909||N..15|amount to pay
        3910-3919||N3 N..15|amount to pay with currency
        3920-3929||N..15|price
        3930-3939||N3 N..15|price with currency
        3940-3943||N4|discount
        3950-3955||N6|price per unit
        400||X..30|order
        401||X..30|consignment
        402|c|N17|shipment
        403||X..30|route
        410|*c|N13|ship to
        411|*c|N13|bill to
        412|*c|N13|purchased from
        413|*c|N13|ship for
        414|*c|N13|location
        415|*c|N13|party that is paid
        416|*c|N13|place of production
        417|*c|N13|party
        420||X..20|ship to postal code
        421||N3 X..9|ship to country and postal code
        422||N3|country of origin
        423||N3 [N3] [N3] [N3] [N3]|countries of first processing
        424||N3|country of processing
        425||N3 [N3] [N3] [N3] [N3]|countries of disassembly
        426||N3|country of the whole process
        427||X..3|region of origin
        4300||X..35|ship to company
        4301||X..35|ship to person
        4302||X..70|ship to address
        4303||X..70|ship to address
        4304||X..70|ship to suburb
        4305||X..70|ship to town
        4306||X..70|ship to region
        4307||X2|ship to country
        4308||X..30|ship to telephone
        4309||N20|ship to point on the map
        4310||X..35|return to company
        4311||X..35|return to person
        4312||X..70|return to address
        4313||X..70|return to address
        4314||X..70|return to suburb
        4315||X..70|return to town
        4316||X..70|return to region
        4317||X2|return to country
        4318||X..20|return to postal code
        4319||X..30|return to telephone
        4320||X..35|service
        4321||N1|dangerous goods
        4322||N1|authority to leave
        4323||N1|signature needed
        4324||N10|deliver from
        4325||N10|deliver until
        4326||N6|release
        4330||N6 [X1]|highest temperature in F
        4331||N6 [X1]|highest temperature in C
        4332||N6 [X1]|lowest temperature in F
        4333||N6 [X1]|lowest temperature in C
        7001||N13|NATO stock number
        7002||X..30|meat cut
        7003||N10|expiry with time
        7004||N..4|potency
        7005||X..12|catch area
        7006||N6|first freezing
        7007||N6 [N6]|harvest
        7008||X..3|species
        7009||X..10|fishing gear
        7010||X..2|production method
        7011||N6 [N4]|test by
        7020||X..20|refurbishment lot
        7021||X..20|status
        7022||X..20|revision of the status
        7023||X..30|assembly
        7030-7039||N3 X..27|processor
        7040||N1 X3|unique identification with extension
        7041||X..4|kind of freight unit
        710-717||X..20|national health number
        7230-7239||X2 X..28|certificate
        7240||X..20|protocol
        7241||N2|medium
        7242||X..25|version of the medium
        7250||N8|day of birth
        7251||N12|time of birth
        7252||N1|sex
        7253||X..40|family name
        7254||X..40|given name
        7255||X..10|name suffix
        7256||X..90|full name
        7257||X..70|address
        7258||X3|order of birth
        7259||X..40|baby's name
        8001||N14|roll dimensions
        8002||X..20|mobile telephone
        8003|c|N14 [X..16]|returnable asset
        8004||X..30|asset
        8005||N6|price per unit
        8006|c|N14 N4|piece of an article
        8007||X..34|bank account
        8008||N8 [N2] [N2]|time of production
        8009||X..50|sensor
        8010||Y..30|component
        8011||N..12|component's serial number
        8012||X..20|version
        8013||X..25|model
        8014||X..25|device
        8017|c|N18|provider of a service
        8018|c|N18|recipient of a service
        8019||N..10|instance of a service
        8020||X..25|payment slip
        8026|c|N14 N4|pieces inside
        8030||Z..90|signature
        8110||X..70|coupon
        8111||N4|points
        8112||X..70|coupon offer
        8200||X..70|address of a page
        90||X..30|agreed between partners
        91-99||X..90|internal to a company
        """;

    // What stands behind the first two digits of those whose length is predefined, given out or not.
    private static readonly FrozenDictionary<string, int> Predefined = new Dictionary<string, int>
    {
        ["00"] = 18,
        ["01"] = 14,
        ["02"] = 14,
        ["03"] = 14,
        ["04"] = 16,
        ["11"] = 6,
        ["12"] = 6,
        ["13"] = 6,
        ["14"] = 6,
        ["15"] = 6,
        ["16"] = 6,
        ["17"] = 6,
        ["18"] = 6,
        ["19"] = 6,
        ["20"] = 2,
        ["31"] = 8,
        ["32"] = 8,
        ["33"] = 8,
        ["34"] = 8,
        ["35"] = 8,
        ["36"] = 8,
        ["41"] = 14,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ApplicationIdentifier> ByCode = Table
        .Split('\n', StringSplitOptions.TrimEntries)
        .SelectMany(Read)
        .ToFrozenDictionary(ai => ai.Code, StringComparer.Ordinal);

    // The first two digits tell how long an identifier is.
    private static readonly FrozenDictionary<string, int> CodeLengths = ByCode
        .Values.GroupBy(ai => ai.Code[..2], ai => ai.Code.Length, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Distinct().Single(), StringComparer.Ordinal);

    public static IEnumerable<ApplicationIdentifier> All => ByCode.Values;

    public static ApplicationIdentifier? Find(ReadOnlySpan<char> code) =>
        ByCode.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(code, out var ai) ? ai : null;

    /// <summary>
    /// The identifier at the beginning of a text, given out or not: as many digits as those with its first two have, two when none
    /// has them. Empty when there are not as many.
    /// </summary>
    public static ReadOnlySpan<char> CodeAt(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || !CheckDigits.AreDigits(text[..2]))
            return [];
        var length = CodeLengths.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..2], out var known) ? known : 2;
        return text.Length >= length && CheckDigits.AreDigits(text[..length]) ? text[..length] : [];
    }

    /// <summary>How many signs follow an identifier without a separator, whether it is given out or not; null when one ends them.</summary>
    public static int? PredefinedLength(ReadOnlySpan<char> code) =>
        Predefined.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(code[..2], out var length) ? length - (code.Length - 2) : null;

    private static IEnumerable<ApplicationIdentifier> Read(string line)
    {
        var cells = line.Split('|');
        var codes = cells[0].Split('-');
        var parts = cells[2].Split(' ').Select(AiPart.Read).ToArray();
        var measured = cells.Length < 5 ? null : cells[4].Split(' ');
        var (first, last) = (Number(codes[0]), Number(codes[^1]));
        for (var number = first; number <= last; number++)
            yield return new ApplicationIdentifier(
                number.ToString(CultureInfo.InvariantCulture).PadLeft(codes[0].Length, '0'),
                cells[1].Contains('*', StringComparison.Ordinal),
                cells[1].Contains('c', StringComparison.Ordinal),
                parts,
                cells[3],
                measured is null ? null : (Enum.Parse<MeasureKind>(measured[0]), Enum.Parse<MeasureUnit>(measured[1]))
            );
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}

/// <param name="IsPredefined">What follows it ends by its length, without a separator.</param>
/// <param name="HasCheckDigit">The last of its first digits checks those before it.</param>
internal sealed record ApplicationIdentifier(
    string Code,
    bool IsPredefined,
    bool HasCheckDigit,
    IReadOnlyList<AiPart> Parts,
    string Name,
    (MeasureKind Kind, MeasureUnit Unit)? Measured
)
{
    /// <summary>Whether the last digit says where the point stands in what follows.</summary>
    public bool HasPoint => Code.Length == 4 && Code[0] == '3';

    /// <summary>Without the digit that says where the point stands.</summary>
    public ReadOnlySpan<char> Family => Code.AsSpan(0, 3);

    /// <summary>The digits behind the point, in those whose last digit says so.</summary>
    public int Decimals => Code[^1] - '0';

    /// <summary>What is wrong with what follows; null when nothing is.</summary>
    public CodeProblem? Problem(ReadOnlySpan<char> value)
    {
        if (!Fits(value))
            return new CodeProblem(CodeFault.Content, $"({Code}) {Name} takes {Form}{But(value)}.", Code);
        var digits = HasCheckDigit ? value[..Parts[0].Longest] : [];
        return HasCheckDigit && !CheckDigits.Fits(digits) ? Gtin.CheckDigitProblem(digits, Code) : null;
    }

    private string Form
    {
        get
        {
            var (shortest, longest) = (Parts.Where(p => !p.IsOptional).Sum(p => p.Shortest), Parts.Sum(p => p.Longest));
            var what = Parts.All(p => p.Signs == 'N') ? "digit" : "sign";
            return (shortest == longest ? $"{longest}" : $"{shortest} to {longest}") + $" {what}{(longest == 1 ? "" : "s")}";
        }
    }

    private string But(ReadOnlySpan<char> value)
    {
        var longest = Parts.Sum(p => p.Longest);
        return value.Length > longest && !IsPredefined && Parts.All(p => p.Shortest == p.Longest)
                ? $" and a separator behind them, and {value.Length} signs follow"
            : value.Length > longest || value.Length < Parts[0].Shortest ? $", and {value.Length} follow"
            : ", and others follow";
    }

    private bool Fits(ReadOnlySpan<char> value)
    {
        foreach (var part in Parts)
        {
            if (value.IsEmpty && part.IsOptional)
                return true;
            if (value.Length < part.Shortest)
                return false;
            var length = Math.Min(value.Length, part.Longest);
            if (!part.Allows(value[..length]))
                return false;
            value = value[length..];
        }

        return value.IsEmpty;
    }
}

/// <param name="Signs">N digits, X the 82 signs of GS1, Y its 39, Z those of base 64 in addresses.</param>
internal sealed record AiPart(char Signs, int Shortest, int Longest, bool IsOptional)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Small = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> Of82 = SearchValues.Create($"!\"%&'()*+,-./{Digits}:;<=>?{Letters}_{Small}");
    private static readonly SearchValues<char> Of39 = SearchValues.Create($"#-/{Digits}{Letters}");
    private static readonly SearchValues<char> Of64 = SearchValues.Create($"-_={Digits}{Letters}{Small}");

    public bool Allows(ReadOnlySpan<char> text) =>
        Signs switch
        {
            'N' => !text.ContainsAnyExceptInRange('0', '9'),
            'Y' => !text.ContainsAnyExcept(Of39),
            'Z' => !text.ContainsAnyExcept(Of64),
            _ => !text.ContainsAnyExcept(Of82),
        };

    /// <summary><c>N6</c>, <c>X..20</c>, <c>[X..17]</c>.</summary>
    public static AiPart Read(string form)
    {
        var isOptional = form[0] == '[';
        var bare = form.Trim('[', ']');
        var isVariable = bare.Contains("..", StringComparison.Ordinal);
        var longest = int.Parse(bare[1..].TrimStart('.'), CultureInfo.InvariantCulture);
        return new AiPart(bare[0], isVariable ? 1 : longest, longest, isOptional);
    }
}
