using System.Globalization;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>How a dialog stands on the screen: never wider than a phone, closed by Escape, not by a slip beside it.</summary>
internal static class DialogFrame
{
    public static DialogOptions Of(int width) => new()
    {
        Width = string.Create(CultureInfo.InvariantCulture, $"min({width}px, calc(100vw - 24px))"),
        CloseDialogOnEsc = true,
        CloseDialogOnOverlayClick = false,
        AutoFocusFirstElement = false, // it comes half a second later, in the middle of the typing; the field says itself (autofocus, board.js)
    };
}
