namespace PosCommerce.Application.Identity.Ports;

/// <summary>Seals what must be read again and must not be readable in the database or in a backup of it.</summary>
public interface ISecretBox
{
    byte[] Seal(ReadOnlySpan<byte> secret);

    /// <summary>What was sealed, by any key that is still configured.</summary>
    byte[] Open(ReadOnlySpan<byte> sealedSecret);
}
