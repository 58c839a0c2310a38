using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Purchases;

/// <summary>The error id of a submission that bought nothing, and what to do about it.</summary>
internal static class SubmitRefusal
{
    public static (string ErrorId, string Remedy) Of(SubmitVerdict verdict, TransportException? failure, string kind, VeoTask task) => (verdict, failure, kind) switch
    {
        (SubmitVerdict.SendAgain, not null, _) => (VeoErrorId.NotSent, "Check the network and the profile's base address, then run the line again."),
        (SubmitVerdict.SendAgain, null, _) => (VeoErrorId.RateLimited, "Run the line again later, or with a lower -ThrottleLimit."),
        (_, _, VeoErrorKind.Unauthorized) => (VeoErrorId.Unauthorized, $"Check the key of the profile '{task.Profile}'."),
        (_, _, VeoErrorKind.InsufficientCredits) => (VeoErrorId.InsufficientCredits, "Top the account up, then run the line again."),
        (_, _, VeoErrorKind.ModelRetired) => (VeoErrorId.ModelRetired, $"Choose another -Model; 'Get-VeoProvider {task.Provider}' lists them."),
        (_, _, VeoErrorKind.ContentRejected) => (VeoErrorId.ContentRejected, "Change the prompt or the images."),
        (_, _, VeoErrorKind.InputFetchFailed) => (VeoErrorId.SubmitRejected, "Check that the gateway can fetch the images that the request links to."),
        _ => (VeoErrorId.SubmitRejected, "Change the request as the gateway says."),
    };
}
