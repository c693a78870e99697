using FluentValidation;
using FluentValidation.Validators;

namespace PosCommerce.Application.Common;

/// <summary>
/// What members look like, for the API's description: it reads the bounds of requests out of their validators, and those of
/// answers out of their types and these attributes. Nothing is guessed from what a member is called.
/// </summary>
public static class Forms
{
    /// <summary>ISO 4217.</summary>
    public const string Currency = "^[A-Z]{3}$";

    /// <summary>ISO 3166-1, two letters.</summary>
    public const string Country = "^[A-Z]{2}$";

    public const string TimeZone = "^[A-Za-z0-9_+/-]{1,64}$";
    public const string HostLabel = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";

    /// <summary>Keys, credentials, cursors: what passes through headers and addresses as it is.</summary>
    public const string VisibleAscii = "^[!-~]+$";

    public const string Jwt = @"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$";

    /// <summary>A place in a list and its seal.</summary>
    public const string Cursor = @"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$";

    /// <summary>On one line, not all blank, without what printers and screens take for a command; what surrounds it is dropped.</summary>
    public const string OneLine = $@"^\s*[^{Commands}\s{Marks}]([^{Commands}]*[^{Commands}\s{Marks}])?\s*$";

    /// <summary>The same with the sign that parts the elements of a GS1 code.</summary>
    public const string Scan = $@"^\s*[^{CommandsInScans}\s{Marks}]([^{CommandsInScans}]*[^{CommandsInScans}\s{Marks}])?\s*$";

    /// <summary>As one line, on several of them, whatever ends them.</summary>
    public const string Lines = $"^[^{CommandsInLines}]*[^{CommandsInLines}{Blanks}{LineEnds}][^{CommandsInLines}]*$";

    public const string LinesOrNone = $"^[^{CommandsInLines}]*$";

    private const string Commands = @"\u0000-\u001F\u007F-\u009F\u2028\u2029";
    private const string CommandsInScans = @"\u0000-\u001C\u001E\u001F\u007F-\u009F\u2028\u2029";
    private const string CommandsInLines = @"\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F";
    private const string LineEnds = @"\n\r\u0085\u2028\u2029";
    private const string Blanks = @"\u0020\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000";

    // Cannot be seen: nobody means them at the ends of a text.
    private const string Marks = @"\u200B\u2060\uFEFF";
}

/// <summary>The form and the length of a text in an answer.</summary>
/// <param name="pattern">As JSON Schema knows it (<see cref="Forms"/>).</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormAttribute(string pattern, int maximum) : Attribute
{
    public string Pattern { get; } = pattern;

    public int Maximum { get; } = maximum;
}

/// <summary>What a number in an answer is a multiple of.</summary>
/// <param name="step">A decimal number as text, which attributes cannot hold.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StepAttribute(string step) : Attribute
{
    public string Step { get; } = step;
}

/// <summary>Says what the texts look like that a rule lets through.</summary>
public interface IFormValidator
{
    string Pattern { get; }

    int? Maximum { get; }
}

public static class DescribedRules
{
    /// <summary>Says of which form the texts are that the predicate beside it lets through: descriptions cannot read predicates.</summary>
    public static IRuleBuilderOptions<T, string?> OfForm<T>(this IRuleBuilder<T, string?> rule, string pattern, int maximum) =>
        rule.SetValidator(new FormValidator<T>(pattern, maximum));

    private sealed class FormValidator<T>(string pattern, int maximum) : PropertyValidator<T, string?>, IFormValidator
    {
        public override string Name => "FormValidator";

        public string Pattern => pattern;

        public int? Maximum => maximum;

        public override bool IsValid(ValidationContext<T> context, string? value) => true;
    }
}
