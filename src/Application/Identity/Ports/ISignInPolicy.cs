namespace PosCommerce.Application.Identity.Ports;

/// <summary>What the merchant asks of those who sign in.</summary>
public interface ISignInPolicy
{
    Task<bool> RequiresSecondFactorAsync(CancellationToken ct);
}
