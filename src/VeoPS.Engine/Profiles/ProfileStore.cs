using System.Text.Json;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Profiles;

/// <summary>
/// The copy of the registered profiles' settings, never of their keys, in <c>profiles.json</c>: so that listing them,
/// completing their names and choosing the default asks no vault. Safe for several processes.
/// </summary>
internal sealed class ProfileStore
{
    private const string FileName = "profiles.json";
    private const string LockName = "profiles";

    private readonly LedgerFiles _files;
    private readonly LedgerGuard _guard;
    private readonly string _path;

    /// <summary>Names the folder. Touches nothing.</summary>
    /// <param name="folder">Absolute, see <see cref="StateFolder"/>. Made with the first profile.</param>
    /// <param name="isPrivate">True where the files are for this account only, see <see cref="StateFolder.IsPrivate"/>.</param>
    public ProfileStore(string folder, bool isPrivate = true)
    {
        string root = Path.GetFullPath(folder);
        _files = new LedgerFiles(root, isPrivate);
        _guard = new LedgerGuard(root);
        _path = _files.PathOf(FileName);
    }

    /// <summary>The store in the folder that the environment names.</summary>
    /// <param name="environment">Reads a variable; null or blank where it is not set.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: no folder can be told.</exception>
    public static ProfileStore Open(Func<string, string?> environment)
    {
        StateFolder folder = StateFolder.Resolve(environment);
        return new ProfileStore(folder.FullName, folder.IsPrivate);
    }

    /// <summary>The registered profiles, by name.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.ProfileNotFound"/>: the file is torn.
    /// <see cref="VeoErrorId.LedgerUnavailable"/>: it cannot be read.</exception>
    public IReadOnlyList<VeoProfile> All()
    {
        ProfilesDocument document = Read();
        return [.. Known(document).Select(each => each.ToProfile(ProfileNames.Same(each.Name, document.Default))).OfType<VeoProfile>()
            .OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The profile of a name, any case; null where the copy has none.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="VeoException">As <see cref="All"/>.</exception>
    public VeoProfile? Find(string name) => All().FirstOrDefault(each => ProfileNames.Same(each.Name, name));

    /// <summary>Writes a profile down, in place of one of the same name.</summary>
    /// <param name="profile">Its settings.</param>
    /// <param name="isDefault">True: it is the default from now on. False: it no longer is. Null: that stays as it is.</param>
    /// <returns>As it is written down.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>, or as <see cref="All"/>.</exception>
    public VeoProfile Save(VeoProfile profile, bool? isDefault = null)
    {
        bool isNow = false;
        Change(document =>
        {
            ProfileDocument? before = Known(document).FirstOrDefault(each => ProfileNames.Same(each.Name, profile.Name));
            document.Profiles = [.. Known(document).Where(each => each != before), ProfileDocument.From(profile, before?.Extra)];
            isNow = isDefault ?? ProfileNames.Same(document.Default, profile.Name);
            if (isNow) document.Default = profile.Name;
            else if (ProfileNames.Same(document.Default, profile.Name)) document.Default = null;
        });
        return new VeoProfile(profile) { IsDefault = isNow };
    }

    /// <summary>Forgets a profile; nothing happens where there is none.</summary>
    /// <param name="name">Its name, any case.</param>
    /// <exception cref="VeoException">As <see cref="Save"/>.</exception>
    public void Remove(string name)
    {
        if (Find(name) is null) return;
        Change(document =>
        {
            document.Profiles = [.. Known(document).Where(each => !ProfileNames.Same(each.Name, name))];
            if (ProfileNames.Same(document.Default, name)) document.Default = null;
        });
    }

    private static IEnumerable<ProfileDocument> Known(ProfilesDocument document) => (document.Profiles ?? []).OfType<ProfileDocument>();

    private void Change(Action<ProfilesDocument> change) => _guard.Run(LedgerGuard.NothingChanged, () =>
    {
        using IDisposable held = _files.Lock(LockName);
        ProfilesDocument document = Read();
        if (document.Version > ProfilesDocument.CurrentVersion)
        {
            throw new VeoException(VeoErrorId.ProfileNotFound, $"'{_path}' was written by a newer VeoPS (version "
                + $"{document.Version}); this version can read it but must not change it. {LedgerGuard.NothingChanged} Update VeoPS "
                + "on this machine.");
        }

        change(document);
        _files.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(document, ProfileJson.Readable.ProfilesDocument), lasting: true);
    });

    private ProfilesDocument Read() => _guard.Run(LedgerGuard.NothingChanged, () =>
    {
        using Stream? stream = LedgerFiles.OpenRead(_path);
        try
        {
            return stream is null
                ? new ProfilesDocument()
                : JsonSerializer.Deserialize(stream, ProfileJson.Readable.ProfilesDocument) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw new VeoException(
                VeoErrorId.ProfileNotFound,
                $"'{_path}' is damaged or is not a list of profiles, so no profile can be read. Nothing was sent. Repair it, or move "
                    + "it away and register the profiles again: the keys are still in their vaults.",
                fault);
        }
    });
}
