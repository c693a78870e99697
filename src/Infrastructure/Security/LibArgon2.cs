using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PosCommerce.Infrastructure.Security;

/// <summary>The reference implementation, in C. Found at run time, so that a machine without it starts all the same.</summary>
internal sealed unsafe class LibArgon2 : Argon2Engine
{
    // Debian, Alpine and their kin; Homebrew; what Windows builds are called.
    internal static readonly IReadOnlyList<string> FileNames = ["libargon2.so.1", "libargon2.1.dylib", "libargon2.dll", "argon2.dll"];

    private const string EntryPoint = "argon2id_hash_raw";
    private const int Ok = 0;

    // int argon2id_hash_raw(t_cost, m_cost, parallelism, pwd, pwdlen, salt, saltlen, hash, hashlen)
    private readonly delegate* unmanaged[Cdecl]<uint, uint, uint, byte*, nuint, byte*, nuint, byte*, nuint, int> hashRaw;

    private LibArgon2(nint entryPoint) =>
        hashRaw = (delegate* unmanaged[Cdecl]<uint, uint, uint, byte*, nuint, byte*, nuint, byte*, nuint, int>)entryPoint;

    public override string Name => "libargon2";

    /// <summary>Null when none of the files can be loaded, or what was loaded is another library.</summary>
    internal static LibArgon2? TryLoad(IEnumerable<string> fileNames)
    {
        foreach (var fileName in fileNames)
        {
            if (
                NativeLibrary.TryLoad(fileName, typeof(LibArgon2).Assembly, searchPath: null, out var library)
                && NativeLibrary.TryGetExport(library, EntryPoint, out var entryPoint)
            )
            {
                return new LibArgon2(entryPoint);
            }
        }

        return null;
    }

    internal override byte[] Compute(byte[] password, byte[] salt, int memoryKiB, int passes, int lanes, int length)
    {
        var hash = new byte[length];
        fixed (
            byte* passwordAt = password,
                saltAt = salt,
                hashAt = hash
        )
        {
            var code = hashRaw(
                (uint)passes,
                (uint)memoryKiB,
                (uint)lanes,
                passwordAt,
                (nuint)password.Length,
                saltAt,
                (nuint)salt.Length,
                hashAt,
                (nuint)length
            );
            if (code != Ok)
                throw new CryptographicException($"libargon2 could not hash (code {code}).");
        }

        return hash;
    }
}
