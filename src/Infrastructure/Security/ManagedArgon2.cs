using Isopoh.Cryptography.Argon2;
using Isopoh.Cryptography.SecureArray;

namespace PosCommerce.Infrastructure.Security;

/// <summary>Isopoh.Cryptography.Argon2: for machines that have no libargon2.</summary>
internal sealed class ManagedArgon2 : Argon2Engine
{
    // Not locked into memory: containers allow some kilobytes of that, each refusal costs another 19 MiB, and libargon2 locks
    // nothing either. Zeroed it is.
    private static readonly SecureArrayCall Zeroing = new(Zero, (_, _) => null, (_, _) => { }, "any");

    public override string Name => "Isopoh";

    internal override byte[] Compute(byte[] password, byte[] salt, int memoryKiB, int passes, int lanes, int length)
    {
        var config = new Argon2Config
        {
            Type = Argon2Type.HybridAddressing,
            Version = Argon2Version.Nineteen,
            MemoryCost = memoryKiB,
            TimeCost = passes,
            Lanes = lanes,
            // The gate counts hashes, so each must stay on its one thread.
            Threads = 1,
            Password = password,
            Salt = salt,
            HashLength = length,
            SecureArrayCall = Zeroing,
        };
        using var argon2 = new Isopoh.Cryptography.Argon2.Argon2(config);
        using var hash = argon2.Hash();
        return [.. hash.Buffer];
    }

    private static unsafe void Zero(nint start, nuint length)
    {
        const int chunk = 1 << 30;
        for (nuint done = 0; done < length; done += chunk)
            new Span<byte>((byte*)start + done, (int)Math.Min(chunk, length - done)).Clear();
    }
}
