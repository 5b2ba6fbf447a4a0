namespace ClinicLive.Web.Hosting;

/// <summary>What a person sees of a fault: a sentence and an id, never a stack, a query or a path.</summary>
public static class ClinicErrors
{
    /// <summary>Turns faults and empty error answers into the error page.</summary>
    public static void UseClinicErrors(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/error", "?status={0}", createScopeForStatusCodePages: true);
    }
}
