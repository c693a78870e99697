using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What is asked for about who did what, and whether the books are right.</summary>
internal sealed class OperationsExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant) =>
        [
            Get("ListJobs", "/v1/jobs?state=parked"),
            Get("ListAuditLog", "/v1/audit-log?act=VoidSale"),
            Get("ExportAuditLog", "/v1/audit-log/export"),
        ];
}
