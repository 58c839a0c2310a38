using VeoPS.Engine.Profiles;

namespace VeoPS.Tests.Profiles;

/// <summary>A vault in memory that counts what it is asked.</summary>
internal sealed class FakeVault : IProfileVault
{
    public Dictionary<string, string> Keys { get; } = [];

    public Dictionary<string, string> CallbackSecrets { get; } = [];

    public Dictionary<string, VeoProfile> Profiles { get; } = [];

    public VeoException? Failure { get; set; }

    public List<string> Asked { get; } = [];

    public string ReadKey(VeoProfile profile)
    {
        Asked.Add("key of " + profile.Name);
        return Failure is null ? Keys[profile.Name] : throw Failure;
    }

    public string? ReadCallbackSecret(VeoProfile profile)
    {
        Asked.Add("callback secret of " + profile.Name);
        return Failure is null ? CallbackSecrets.GetValueOrDefault(profile.Name) : throw Failure;
    }

    public VeoProfile? Find(string name)
    {
        Asked.Add("profile " + name);
        return Failure is null ? Profiles.GetValueOrDefault(name) : throw Failure;
    }
}
