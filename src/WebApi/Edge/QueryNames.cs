using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Knows the query parameters of every operation, and which of them are lists, so that a misspelt filter is refused instead of ignored.
/// </summary>
internal sealed class QueryNames(IApiDescriptionGroupCollectionProvider descriptions)
{
    private readonly Lazy<Dictionary<string, Dictionary<string, bool>>> known = new(() =>
        descriptions
            .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
            .ToDictionary(
                operation => operation.ActionDescriptor.Id,
                operation =>
                    operation
                        .ParameterDescriptions.Where(p => p.Source == BindingSource.Query)
                        .ToDictionary(p => p.Name, p => p.ModelMetadata?.IsEnumerableType is true, StringComparer.Ordinal),
                StringComparer.Ordinal
            )
    );

    public void Check(ControllerActionDescriptor action, IQueryCollection query)
    {
        if (query.Count == 0)
            return;
        var names = known.Value[action.Id];
        foreach (var (name, values) in query)
        {
            var isKnown = names.TryGetValue(name, out var isList);
            if (values.Count > 1 && !isList)
                throw EdgeErrors.Wrong(name, "Given twice.");
            if (!isKnown)
                throw EdgeErrors.Wrong(name, "Unknown query parameter.");
        }
    }
}
