using System.Text.Json;
using System.Text.Json.Serialization;

namespace PosCommerce.Client;

public partial class PosCommerceClient
{
    // What is left out is not sent: for the service, null is a value.
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
}
