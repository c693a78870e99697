using System.Collections.Frozen;
using System.Globalization;
using FluentValidation.Resources;

namespace PosCommerce.Application.Common;

/// <summary>What the validators of the library say, in the voice of all other messages and without its names for members.</summary>
public sealed class HouseTexts : ILanguageManager
{
    public const string Unknown = "Is not what is expected here.";

    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["NotNullValidator"] = "Required.",
        ["NotEmptyValidator"] = "Must not be empty.",
        ["NullValidator"] = "Must be left out.",
        ["EmptyValidator"] = "Must be empty.",
        ["NotEqualValidator"] = "Must not be {ComparisonValue}.",
        ["EqualValidator"] = "Must be {ComparisonValue}.",
        ["GreaterThanValidator"] = "Must be more than {ComparisonValue}.",
        ["GreaterThanOrEqualValidator"] = "Must be at least {ComparisonValue}.",
        ["LessThanValidator"] = "Must be less than {ComparisonValue}.",
        ["LessThanOrEqualValidator"] = "Must be at most {ComparisonValue}.",
        ["InclusiveBetweenValidator"] = "Must be from {From} to {To}.",
        ["ExclusiveBetweenValidator"] = "Must be between {From} and {To}.",
        ["MaximumLengthValidator"] = "Must be at most {MaxLength} characters.",
        ["EnumValidator"] = "Must be one of the values listed for it.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public bool Enabled { get; set; } = true;

    public CultureInfo Culture { get; set; } = CultureInfo.InvariantCulture;

    public string GetString(string key, CultureInfo culture) => Texts.GetValueOrDefault(key, Unknown);
}
