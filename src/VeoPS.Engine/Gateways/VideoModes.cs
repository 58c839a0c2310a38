namespace VeoPS.Engine.Gateways;

/// <summary>The kinds of input that a video can be made from.</summary>
[Flags]
internal enum VideoModes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A prompt alone.</summary>
    Text = 1,

    /// <summary>An image that the video starts with.</summary>
    FirstFrame = 2,

    /// <summary>An image to start with and one to end with.</summary>
    FirstAndLastFrame = 4,

    /// <summary>Images of the subjects that shall appear.</summary>
    Reference = 8,

    /// <summary>A video that is gone on with.</summary>
    Extension = 16,
}
