using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>What went wrong, in the form of RFC 9457.</summary>
/// <param name="Type">Names the kind of problem; carries the same code.</param>
/// <param name="Title">The meaning of the status.</param>
/// <param name="Status">The HTTP status, repeated.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Code">Stable, for programs to branch on.</param>
/// <param name="Remedy">What the caller can do about it.</param>
/// <param name="TraceId">Quote it when reporting the problem.</param>
public sealed record Problem(
    [property: Form("^urn:poscommerce:error:", 200)] string Type,
    string Title,
    [property: Range(400, 599)] int Status,
    string Detail,
    [property: Form(@"^[a-z_]+\.[a-z0-9_]+$", 100)] string Code,
    string Remedy,
    [property: Form(Forms.VisibleAscii, 64)] string TraceId
)
{
    public const string ContentType = "application/problem+json";

    /// <summary>What is wrong, by the JSON path of the member, or by header or query parameter.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>For an act that somebody else may approve: what there is to approve.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Challenge? Challenge { get; init; }

    public static Problem Of(Rejection rejection, string traceId) =>
        new(
            $"urn:poscommerce:error:{rejection.Code}",
            ReasonPhrases.GetReasonPhrase(rejection.Status),
            rejection.Status,
            rejection.Message,
            rejection.Code,
            rejection.Remedy,
            traceId
        )
        {
            Challenge = rejection.Challenge,
            Errors = rejection.Fields?.ToDictionary(f => f.Key, IReadOnlyList<string> (f) => f.Value, StringComparer.Ordinal),
        };
}
