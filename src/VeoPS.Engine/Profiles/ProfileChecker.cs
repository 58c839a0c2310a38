using System.Globalization;
using System.Net;
using System.Security.Authentication;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Profiles;

/// <summary>Looks at the needs of a profile outside of this process. Every question is asked once and costs nothing.</summary>
/// <param name="transport">The way out.</param>
/// <param name="time">The clock that is looked at.</param>
internal sealed class ProfileChecker(HttpTransport transport, TimeProvider time)
{
    // A token that Google is asked for is signed with the time, and is refused where that is further off.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    // The gateway's time comes in whole seconds, and with the delay of its answer: less than this says nothing of a clock.
    private static readonly TimeSpan SmallestSkew = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    /// <summary>Looks at the base address, TLS, the clock, the key and the balance.</summary>
    /// <param name="profile">With its key, unless that cannot be had.</param>
    /// <param name="hasKey">False where the key could not be had, so that nothing can be asked with it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<IReadOnlyList<VeoProfileCheck>> CheckAsync(GatewayProfile profile, bool hasKey, CancellationToken cancellationToken)
    {
        if (profile.Gateway.Table.InProcess is not null)
            return [ProfileChecks.Passed(
                profile.Name,
                ProfileChecks.Address,
                "The sandbox runs in this process. It needs no network and no key, and costs nothing.")];

        List<VeoProfileCheck> checks = [];
        bool reached = await ReachAsync(profile, checks, cancellationToken).ConfigureAwait(false);
        string? why = !reached ? "The gateway cannot be reached." : hasKey ? null : "The profile has no key.";
        KeyProbe probe = new(transport, AnswerLimit);
        KeyFinding finding = why is null
            ? await probe.AskAsync(profile, cancellationToken).ConfigureAwait(false)
            : new KeyFinding(null, why);
        checks.Add(KeyCheck(profile, finding));
        checks.Add(BalanceCheck(profile, finding));
        return checks;
    }

    private async Task<bool> ReachAsync(GatewayProfile profile, List<VeoProfileCheck> checks, CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(time, cancellationToken);
        limit.Start(AnswerLimit);
        try
        {
            GatewayProfile stranger = KeyProbe.Anonymous(profile);
            using HttpResponseMessage response = await transport.OpenAsync(stranger.Endpoint, stranger.BaseUri, null, limit.Token)
                .ConfigureAwait(false);
            checks.Add(
                ProfileChecks.Passed(profile.Name, ProfileChecks.Address, $"{profile.Origin} answers (HTTP {(int)response.StatusCode})."));
            if (GatewayCatalog.Misplaced(profile) is { } misplaced)
                checks.Add(ProfileChecks.Failed(
                    profile.Name,
                    ProfileChecks.Settings,
                    $"{char.ToUpperInvariant(misplaced[0])}{misplaced.Substring(1)}.",
                    "Register the profile with that provider."));
            checks.Add(Tls(profile));
            checks.Add(ClockCheck(profile, response.Headers.Date));
            return true;
        }
        catch (TransportException exception)
        {
            checks.AddRange(Unreached(profile, exception.Message, IsOfTls(exception)));
        }
        catch (OperationCanceledException) when (limit.Reached && !cancellationToken.IsCancellationRequested)
        {
            checks.AddRange(
                Unreached(profile, FormattableString.Invariant($"No answer within {AnswerLimit.TotalSeconds:0} s"), isOfTls: false));
        }

        return false;
    }

    private static VeoProfileCheck Tls(GatewayProfile profile) => profile.BaseUri.Scheme == Uri.UriSchemeHttps
        ? ProfileChecks.Passed(profile.Name, ProfileChecks.Tls, "The connection is encrypted, and the certificate is trusted.")
        : ProfileChecks.Skipped(profile.Name, ProfileChecks.Tls, "Unencrypted http, which is allowed only to this machine.");

    private static VeoProfileCheck[] Unreached(GatewayProfile profile, string what, bool isOfTls)
    {
        string detail = $"{profile.Origin}: {what.TrimEnd('.')}.";
        VeoProfileCheck clock = ProfileChecks.Skipped(profile.Name, ProfileChecks.Clock, "No answer contained the time.");
        return isOfTls
            ?
            [
                ProfileChecks.Passed(profile.Name, ProfileChecks.Address, $"{profile.Origin} accepts connections."),
                ProfileChecks.Failed(profile.Name, ProfileChecks.Tls, detail, TransportException.TrustRemedy + "."),
                clock,
            ]
            :
            [
                ProfileChecks.Failed(
                    profile.Name,
                    ProfileChecks.Address,
                    detail,
                    "Check the host name and the port of the base address, the network, and the proxy (HTTPS_PROXY, NO_PROXY)."),
                ProfileChecks.Skipped(profile.Name, ProfileChecks.Tls, "The gateway cannot be reached."),
                clock,
            ];
    }

    private VeoProfileCheck ClockCheck(GatewayProfile profile, DateTimeOffset? date)
    {
        if (date is not { } theirs) return ProfileChecks.Skipped(profile.Name, ProfileChecks.Clock, "The answer did not contain the time.");
        TimeSpan skew = time.GetUtcNow() - theirs;
        if (skew.Duration() < SmallestSkew)
        {
            string same = FormattableString.Invariant($"within {SmallestSkew.TotalSeconds:0} s of the gateway's clock");
            return ProfileChecks.Passed(profile.Name, ProfileChecks.Clock, $"This machine's clock is correct: {same}.");
        }

        string off = string.Format(
            CultureInfo.InvariantCulture,
            "{0:0} s {1} the gateway's clock",
            Math.Abs(skew.TotalSeconds),
            skew < TimeSpan.Zero ? "behind" : "ahead of");
        return skew.Duration() <= LargestSkew
            ? ProfileChecks.Passed(profile.Name, ProfileChecks.Clock, $"This machine's clock is {off}.")
            : ProfileChecks.Failed(
                profile.Name,
                ProfileChecks.Clock,
                $"This machine's clock is {off}.",
                "Set the clock (timedatectl, w32tm /resync): budgets, time-outs and access tokens depend on it.");
    }

    private static VeoProfileCheck KeyCheck(GatewayProfile profile, KeyFinding finding) => finding.Accepted switch
    {
        true => ProfileChecks.Passed(profile.Name, ProfileChecks.Key, finding.Detail),
        false => ProfileChecks.Failed(profile.Name, ProfileChecks.Key, finding.Detail, profile.Profile.Source == ProfileSource.Environment
            ? VeoRemedy.SetVariable("VEOPS_API_KEY", "a key of this gateway")
            : VeoRemedy.ChangeProfile(profile.Name, "ApiKey")),
        null => ProfileChecks.Skipped(profile.Name, ProfileChecks.Key, finding.Detail),
    };

    private static VeoProfileCheck BalanceCheck(GatewayProfile profile, KeyFinding finding)
    {
        if (finding.Balance is not { Amount: { } amount } balance)
            return ProfileChecks.Skipped(profile.Name, ProfileChecks.Balance, profile.Gateway is IBalanceGateway
                ? "The gateway did not return the balance."
                : $"{profile.Gateway.Table.Provider} has no API for the balance.");
        string left = Money.Text(amount, balance.Unit) + " left.";
        return amount > 0
            ? ProfileChecks.Passed(profile.Name, ProfileChecks.Balance, left)
            : ProfileChecks.Failed(profile.Name, ProfileChecks.Balance, left, "Top up the account on the gateway's website.");
    }

    private static bool IsOfTls(Exception exception)
    {
        for (Exception? each = exception; each is not null; each = each.InnerException)
        {
            if (each is AuthenticationException or WebException { Status: WebExceptionStatus.TrustFailure
                or WebExceptionStatus.SecureChannelFailure })
                return true;
        }

        return false;
    }
}
