namespace PosCommerce.Infrastructure.Security;

/// <summary>Computes Argon2id (RFC 9106, version 19); all engines compute the same.</summary>
public abstract class Argon2Engine
{
    /// <summary>For logs and metrics.</summary>
    public abstract string Name { get; }

    /// <summary>libargon2, where this machine has it.</summary>
    public static Argon2Engine? Native { get; } = LibArgon2.TryLoad(LibArgon2.FileNames);

    /// <summary>C#, which is everywhere, at some four times the processor time and a hundred megabytes of garbage a hash.</summary>
    public static Argon2Engine Managed { get; } = new ManagedArgon2();

    internal abstract byte[] Compute(byte[] password, byte[] salt, int memoryKiB, int passes, int lanes, int length);
}
