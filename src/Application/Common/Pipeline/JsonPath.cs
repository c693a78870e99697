using System.Text.Json;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>Names a member as the caller wrote it: <c>Lines[0].VariantId</c> is <c>lines[0].variantId</c>.</summary>
public static class JsonPath
{
    public static string Of(string propertyName) =>
        string.Join('.', propertyName.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
