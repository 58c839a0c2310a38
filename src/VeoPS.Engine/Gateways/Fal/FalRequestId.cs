using System.Text.Json;
using System.Text.RegularExpressions;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Fal;

/// <summary>
/// The id of a request. Its links have owner and application before it, and the rest of the endpoint's name is not in them:
/// <see href="https://fal.ai/docs/api-reference/inference-api"/>. At the family's own application the id stands alone; another
/// application, which a model outside the catalogue has, is a part of it.
/// </summary>
internal static class FalRequestId
{
    private const string Between = "/requests/";

    // The end of a link: owner, application, id, and at times a word for the step.
    private static readonly Regex Link = new(
        @"/([A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)/requests/([^/?#]+)(?:/\w+)?/?(?:[?#].*)?$",
        RegexOptions.CultureInvariant);

    /// <summary>The id that a receipt has; null where it has none.</summary>
    public static string? Of(JsonElement? receipt)
    {
        Match link = Link.Match(receipt.Text("response_url") ?? receipt.Text("status_url") ?? receipt.Text("cancel_url") ?? "");
        string? linked = link.Success ? Uri.UnescapeDataString(link.Groups[2].Value) : null;
        string? id = receipt.Text("request_id") ?? linked;
        bool isElsewhere = id is not null && id == linked && link.Groups[1].Value != FalTable.App;
        return isElsewhere ? link.Groups[1].Value + Between + id : id;
    }

    /// <summary>The path of a request, which its status, its result and its end are asked for below.</summary>
    public static string PathOf(string taskId)
    {
        int at = taskId.IndexOf(Between, StringComparison.Ordinal);
        string app = at > 0 ? taskId.Substring(0, at) : "";
        bool isElsewhere = Regex.IsMatch(app, @"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*\z", RegexOptions.CultureInvariant);
        return isElsewhere
            ? "/" + app + Between + Uri.EscapeDataString(taskId.Substring(at + Between.Length))
            : "/" + FalTable.App + Between + Uri.EscapeDataString(taskId);
    }

    /// <summary>True where a status's link to the result has a word for it at its end, which some pages show.</summary>
    public static bool HasResultWord(JsonElement? status)
        => status.Text("response_url")?.EndsWith("/response", StringComparison.Ordinal) == true;
}
