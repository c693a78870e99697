using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>Which members of a request are in its path, and therefore not in its body.</summary>
internal sealed class Addresses(IApiDescriptionGroupCollectionProvider operations, UseCases useCases)
{
    private readonly Lazy<ILookup<Type, string>> members = new(() =>
        operations
            .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
            .SelectMany(operation =>
                operation
                    .ParameterDescriptions.Where(parameter => parameter.Source == BindingSource.Path)
                    .Select(parameter => (Request: useCases.Of(operation.ActionDescriptor), parameter.Name))
            )
            .ToLookup(member => member.Request, member => member.Name)
    );

    public IEnumerable<string> Of(Type request) => members.Value[request];
}
