using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>The ways requests about stores and tills fail.</summary>
public static class CoreErrors
{
    public static readonly Error TerminalNotFound = new(
        ErrorKind.NotFound, "core.terminal_not_found", "There is no such terminal in this store.",
        "List the store's terminals with GET /v1/terminals?storeId=.");
}
