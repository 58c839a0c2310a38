namespace VeoPS.TestGateway;

/// <summary>Whose wire protocol a request speaks.</summary>
public enum Protocol
{
    /// <summary>Apikley: <c>/api/v1/veo/…</c>, an envelope of <c>code</c>, <c>msg</c> and <c>data</c>.</summary>
    Apikley,

    /// <summary>fal.ai: <c>/fal-ai/veo3.1/…</c>, a key of its own scheme, a status and then a result.</summary>
    Fal,

    /// <summary>The Gemini API: <c>/v1beta/models/…:predictLongRunning</c>, operations, a key of its own header.</summary>
    Gemini,

    /// <summary>kie.ai: Apikley's paths and envelope with fields of its own; served below <c>/kie</c>.</summary>
    Kie,

    /// <summary>Replicate: <c>/v1/models/google/…/predictions</c>, parameters inside <c>input</c>.</summary>
    Replicate,
    /// <summary>A relay in the shape of OpenAI's Videos API: <c>/v1/videos</c>, JSON or a form, the content route. TokenBay has
    /// the path too: it is served below <c>/relay</c>.</summary>
    OpenAIVideos,

    /// <summary>OpenRouter: <c>/api/v1/videos</c>, jobs, the content route, a list of models with prices.</summary>
    OpenRouter,

    /// <summary>skills.video: <c>/api/v1/generation/…</c>, fields at the top level, JSON or a form.</summary>
    SkillsVideo,

    /// <summary>TokenBay: <c>/v1/videos</c>, fields at the top level, an <c>error</c> object for a failure.</summary>
    TokenBay,

    /// <summary>UniAll: <c>/v1/video/generations</c>, which TokenBay has too: it is served below <c>/uniall</c>.</summary>
    UniAll,

    /// <summary>Vertex AI: <c>/v1/projects/…:predictLongRunning</c>, operations with the videos inside, access tokens.</summary>
    Vertex,

    /// <summary>Vtrix: <c>/v1/generation</c> below <c>/model</c>, parameters inside <c>input[0].params</c>.</summary>
    Vtrix,
}
