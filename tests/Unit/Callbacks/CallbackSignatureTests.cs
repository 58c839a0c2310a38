using System.Text;
using VeoPS.Engine.Gateways;

namespace VeoPS.Tests.Callbacks;

/// <summary>Signatures, held against values that another implementation made (Python's hmac).</summary>
public sealed class CallbackSignatureTests
{
    private const string Base64Secret = "whsec_dmVvcHMtdGVzdC1rZXktMDEyMzQ1Njc4OWFiY2RlZiE=";

    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(1790000000);

    [Theory]
    [InlineData(CallbackScheme.StandardWebhooks, Base64Secret)]
    [InlineData(CallbackScheme.StandardWebhooks, "dmVvcHMtdGVzdC1rZXktMDEyMzQ1Njc4OWFiY2RlZiE")]
    [InlineData(CallbackScheme.TimedHmac, "or-secret")]
    [InlineData(CallbackScheme.WithoutBody, "kie-secret")]
    public void A_known_signature_is_good_for_five_minutes_to_both_sides(Enum signature, string secret)
    {
        CallbackMessage message = Known((CallbackScheme)signature);

        foreach (int seconds in new[] { -300, 0, 300 }) Assert.Equal(CallbackProof.Good, Proof(seconds));
        foreach (int seconds in new[] { -301, 301 }) Assert.Equal(CallbackProof.Bad, Proof(seconds));

        CallbackProof Proof(int seconds) => Check((CallbackScheme)signature, secret, message, seconds);
    }

    [Theory]
    [InlineData(CallbackScheme.StandardWebhooks, Base64Secret)]
    [InlineData(CallbackScheme.TimedHmac, "or-secret")]
    [InlineData(CallbackScheme.WithoutBody, "kie-secret")]
    public void Without_headers_or_with_another_secret_it_is_bad_and_without_a_secret_it_is_unproven(Enum signature, string secret)
    {
        CallbackMessage message = Known((CallbackScheme)signature);

        Assert.Equal(CallbackProof.Bad, Check((CallbackScheme)signature, secret, new CallbackMessage(message.Body, [], null), 0));
        Assert.Equal(CallbackProof.Bad, Check((CallbackScheme)signature, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", message, 0));
        Assert.Equal(CallbackProof.Unproven, Check((CallbackScheme)signature, null, message, 0));
    }

    [Theory]
    [InlineData(CallbackScheme.StandardWebhooks, Base64Secret)]
    [InlineData(CallbackScheme.TimedHmac, "or-secret")]
    public void A_changed_body_is_bad(Enum signature, string secret)
    {
        CallbackMessage message = Known((CallbackScheme)signature);
        message.Body[^2] ^= 1;

        Assert.Equal(CallbackProof.Bad, Check((CallbackScheme)signature, secret, message, 0));
    }

    [Fact]
    public void One_good_entry_among_several_is_enough()
    {
        CallbackMessage message = StandardWebhook("v1a,AAAA v1,AAAA v2,x v1,EgFrtkIyT8J7iLl/GVQrnp6T+lZtA+8YoRSRxUl9giY=");

        Assert.Equal(CallbackProof.Good, Check(CallbackScheme.StandardWebhooks, Base64Secret, message, 0));
        Assert.Equal(CallbackProof.Bad, Check(CallbackScheme.StandardWebhooks, Base64Secret, StandardWebhook(""), 0));
    }

    [Theory]
    [InlineData(CallbackScheme.PublishedKey)]
    [InlineData(CallbackScheme.Uncheckable)]
    [InlineData(CallbackScheme.NotSigned)]
    public void A_scheme_that_cannot_be_checked_proves_nothing(Enum signature) =>
        Assert.Equal(CallbackProof.Unproven, Check((CallbackScheme)signature, "secret", StandardWebhook("v1,x"), 0));

    [Fact]
    public void The_address_that_goes_out_carries_submission_and_token_and_keeps_its_spelling()
    {
        const string Name = "veo-20261127-100000000-0123456789ab";
        string token = CallbackAddress.NewToken();

        Uri address = CallbackAddress.With(new Uri("https://hooks.example/veo%2Fa?b=%7e#x"), Name, token);

        Assert.Equal($"https://hooks.example/veo%2Fa?b=%7e&veo={Name}&token={token}", address.OriginalString);
        Assert.Equal((Name, token), CallbackAddress.Read(address.Query));
        Assert.NotEqual(token, CallbackAddress.NewToken());
        Assert.Null(CallbackAddress.Read("?veo=../x&token=y"));
    }

    private static CallbackProof Check(CallbackScheme scheme, string? secret, CallbackMessage message, int secondsLater) =>
        CallbackSignature.Check(scheme, secret, message, "veo_task_7", Signed.AddSeconds(secondsLater));

    private static CallbackMessage Known(CallbackScheme scheme) => scheme switch
    {
        CallbackScheme.StandardWebhooks => StandardWebhook("v1,EgFrtkIyT8J7iLl/GVQrnp6T+lZtA+8YoRSRxUl9giY="),
        CallbackScheme.TimedHmac => Message(
            """{"type":"video.generation.completed","data":{"id":"job7","status":"completed"}}""",
            ("x-openrouter-signature", "t=1790000000,v1=5debd538ae895c8f1b89127ec57dc03013fdb185efc218c3dc43966637058fbc")),
        _ => Message("{}", ("X-Webhook-Timestamp", "1790000000"), ("X-Webhook-Signature", "OULDlMYxdaLtYI8TjdpdB76jGqONkLicCyFO1v5sUfc=")),
    };

    private static CallbackMessage StandardWebhook(string signature) =>
        Message(
            """{"id":"p_7","status":"succeeded"}""",
            ("webhook-id", "msg_7"),
            ("Webhook-Timestamp", "1790000000"),
            ("webhook-signature", signature));

    private static CallbackMessage Message(string body, params (string Name, string Value)[] headers) =>
        new(Encoding.UTF8.GetBytes(body), headers.Select(each => new KeyValuePair<string, string>(each.Name, each.Value)), null);
}
