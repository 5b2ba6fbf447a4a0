using ClinicLive.Web.Security;

namespace ClinicLive.Web.Features.Export;

/// <summary>Why an export was not given out, in words.</summary>
internal static class ExportWords
{
    /// <summary>The sentence; null where nothing was wrong.</summary>
    public static string? Of(string? problem) => problem switch
    {
        null => null,
        "password" => "This is not your password. After five wrong attempts an account pauses for 15 minutes.",
        "code" => SecondStep.Wrong.Sentence,
        "wait" => "There were too many attempts from your network. Please wait some minutes and try again.",
        "patient" => "Please choose a patient first.",
        _ => "The export could not be made just now. Please try again in a moment.",
    };
}
