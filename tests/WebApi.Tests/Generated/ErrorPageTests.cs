using System.Reflection;
using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Every error the code knows, once, with its remedy, published.</summary>
[TestFixture]
public sealed class ErrorPageTests
{
    [Test, Category("Published")]
    public async Task Every_error_is_published_with_its_remedy() => await Published.IsCurrentAsync("errors.md", Page());

    [Test]
    public void Every_code_is_given_once() =>
        Assert.That(Rejections().GroupBy(r => r.Code).Where(g => g.Count() > 1).Select(g => g.Key), Is.Empty);

    private static string Page()
    {
        List<string> lines =
        [
            "# Errors",
            "",
            "Generated from the code; a test compares it. Branch on `code`: it is stable, the texts are not.",
            "",
            "| code | status | what happened | what to do |",
            "| --- | --- | --- | --- |",
            .. Rejections()
                .OrderBy(r => r.Code, StringComparer.Ordinal)
                .Select(r => $"| `{r.Code}` | {r.Status} | {r.Message} | {r.Remedy} |"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    // Some refusals only the protocol has.
    private static IEnumerable<Rejection> Rejections() =>
        Errors()
            .Select(Rejection.Of)
            .Concat(
                typeof(Rejection).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (Rejection)field.GetValue(null)!)
            ); // Declared with values.

    // The errors of a place stand together in a static class, as fields or as methods of their details.
    private static IEnumerable<Error> Errors()
    {
        foreach (var type in Product().SelectMany(a => a.GetTypes()))
        {
            foreach (
                var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    .Where(f => f.FieldType == typeof(Error))
            )
                yield return (Error)field.GetValue(null)!; // Declared with a value.
            foreach (
                var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    .Where(m => m.ReturnType == typeof(Error) && type.Name.EndsWith("Errors", StringComparison.Ordinal))
            )
                yield return (Error)method.Invoke(null, [.. method.GetParameters().Select(p => Nothing(p.ParameterType))])!; // As above.
        }
    }

    private static object? Nothing(Type type)
    {
        if (type == typeof(string))
            return "";
        if (type.IsValueType)
            return Activator.CreateInstance(type);
        if (type.IsGenericType && type.GetGenericArguments() is [var element] && type.IsAssignableFrom(element.MakeArrayType()))
            return Array.CreateInstance(element, 0);
        if (type.IsGenericType && type.GetGenericArguments() is [var key, var value])
            return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value));
        return null;
    }

    private static IEnumerable<Assembly> Product() =>
        ((string[])["Domain", "Application", "Infrastructure", "WebApi"])
            .SelectMany(layer => Directory.GetFiles(AppContext.BaseDirectory, $"PosCommerce.{layer}*.dll"))
            .Where(file => !file.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .Select(Assembly.LoadFrom);
}
