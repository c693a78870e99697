using System.Globalization;
using System.Text.Json.Nodes;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Calls and their answers from docs/examples, which a test keeps true (<c>./build.sh docs</c>).</summary>
internal static class ApiExamples
{
    /// <summary>The call that stands for an operation; null until somebody has it written.</summary>
    public static ApiExample? Of(string operationId) => Read(operationId);

    /// <summary>The refusal that stands for a status.</summary>
    public static JsonNode? OfProblem(int status) => Read(string.Create(CultureInfo.InvariantCulture, $"problem-{status}"))?.Answer;

    private static ApiExample? Read(string name)
    {
        using var file = typeof(ApiExamples).Assembly.GetManifestResourceStream($"examples/{name}");
        if (file is null)
            return null;
        var example = JsonNode.Parse(file)!; // Written as an object.
        return new ApiExample(
            (string?)example["request"]?["path"],
            example["request"]?["body"]?.DeepClone(),
            example["answer"]?.DeepClone()
        );
    }
}

/// <param name="Path">As it was called.</param>
/// <param name="Body">What was sent; null where nothing is.</param>
/// <param name="Answer">What was answered; a file as its text.</param>
internal sealed record ApiExample(string? Path, JsonNode? Body, JsonNode? Answer);
