namespace VeoPS.Engine.Gateways;

/// <summary>How an image or a video reaches a gateway.</summary>
[Flags]
internal enum MediaForms
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>As a link that the gateway fetches.</summary>
    Url = 1,

    /// <summary>Inside the request.</summary>
    Data = 2,

    /// <summary>Uploaded to the gateway first, then as a link.</summary>
    Upload = 4,

    /// <summary>As the id of the task that made it.</summary>
    TaskId = 8,

    /// <summary>As the name of an object in Google's Cloud Storage: <c>gs://bucket/object</c>.</summary>
    Storage = 16,
}
