using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using PosCommerce.WebApi.OpenApi;

namespace PosCommerce.WebApi.Edge;

/// <summary>Tells of every operation which members of its request are in the path, the query and the body.</summary>
internal sealed class RequestDescriptions(IModelMetadataProvider metadata, UseCases useCases) : IApiDescriptionProvider
{
    // Behind the framework's own, which knows nothing of members that are bound from two places.
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var operation in context.Results)
        {
            var request = useCases.Of(operation.ActionDescriptor);
            var parameters = operation.ParameterDescriptions;
            foreach (var inPath in parameters.Where(p => p.Source == BindingSource.Path).ToArray())
            {
                if (parameters.FirstOrDefault(p => p != inPath && p.Name == inPath.Name) is { } twin)
                    parameters.Remove(twin);
                Describe(inPath, metadata.GetMetadataForProperties(request).Single(member => NameOf(member) == inPath.Name));
            }

            if (AddressedBody.WholeOf(request) is { } whole && parameters.SingleOrDefault(p => p.Source == BindingSource.Body) is { } body)
                Describe(body, metadata.GetMetadataForProperty(request, whole.Name));
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        // All is said before.
    }

    private static void Describe(ApiParameterDescription parameter, ModelMetadata member)
    {
        parameter.ModelMetadata = member;
        parameter.Type = member.ModelType;
    }

    // A property's metadata has its name.
    private static string NameOf(ModelMetadata member) => member.BinderModelName ?? member.PropertyName!;
}
