// Calls operations with the generated client as it is told, a line of JSON each, and answers each with a line:
//   {"operation":"voidSale","token":"...","arguments":{"saleId":"...","Idempotency-Key":"...","body":{...}}}
// An argument that is a file is {"file":"..."}.
//   {"answer":{...}}, {"file":"..."} or {"error":"..."}
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PosCommerce.Client;

// What stands in an address is a text, numbers too.
JsonSerializerOptions options = new()
{
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = { new JsonStringEnumConverter() },
};
using var http = new HttpClient { BaseAddress = new Uri(args[0]) };
var client = new PosCommerceClient(http);
while (await Console.In.ReadLineAsync() is { } line)
{
    var call = JsonNode.Parse(line)!.AsObject();
    Console.WriteLine((await RunAsync(call)).ToJsonString());
}

async Task<JsonObject> RunAsync(JsonObject call)
{
    try
    {
        var token = (string?)call["token"];
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        var name = $"{call["operation"]}Async";
        var method = typeof(PosCommerceClient).GetMethods().Single(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase));
        var given = call["arguments"]!.AsObject().ToDictionary(argument => Plain(argument.Key), argument => argument.Value);
        var task = (Task)method.Invoke(client, [.. method.GetParameters().Select(parameter => ValueOf(parameter, given))])!;
        await task;
        if (given.Count > 0)
            throw new InvalidOperationException($"{method.Name} has no parameters {string.Join(", ", given.Keys)}.");
        var result = method.ReturnType.IsGenericType ? task.GetType().GetProperty("Result")!.GetValue(task) : null;
        if (result is not FileResponse file)
            return new JsonObject { ["answer"] = JsonSerializer.SerializeToNode(result, options) };
        using var reader = new StreamReader(file.Stream);
        return new JsonObject { ["file"] = await reader.ReadToEndAsync() };
    }
    catch (Exception failure)
    {
        return new JsonObject { ["error"] = (failure is TargetInvocationException { InnerException: { } inner } ? inner : failure).ToString() };
    }
}

object? ValueOf(ParameterInfo parameter, Dictionary<string, JsonNode?> given) =>
    !given.Remove(Plain(parameter.Name!), out var value) ? Type.Missing
    : parameter.ParameterType == typeof(FileParameter) ? new FileParameter(new MemoryStream(Encoding.UTF8.GetBytes((string)value!["file"]!)), "file.csv")
    : value.Deserialize(parameter.ParameterType, options);

static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
