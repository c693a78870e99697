using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What is asked for about what is sold.</summary>
internal sealed class CatalogExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant) => [Get("ListVariants", "/v1/variants?search=honey")];
}
