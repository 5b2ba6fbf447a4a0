using System.Linq.Expressions;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Conditions on rows that are put together before the database sees them.</summary>
internal static class FhirPredicates
{
    /// <summary>No row.</summary>
    public static Expression<Func<T, bool>> None<T>() => _ => false;

    /// <summary>Rows to which one of the conditions applies.</summary>
    public static Expression<Func<T, bool>> Any<T>(IReadOnlyList<Expression<Func<T, bool>>> conditions)
    {
        var row = conditions[0].Parameters[0];
        var body = conditions.Skip(1).Aggregate(conditions[0].Body, (all, next) => Expression.OrElse(all, new Swap(next.Parameters[0], row).Visit(next.Body)));
        return Expression.Lambda<Func<T, bool>>(body, row);
    }

    /// <summary>Rows to which both apply.</summary>
    public static Expression<Func<T, bool>> Both<T>(Expression<Func<T, bool>> one, Expression<Func<T, bool>> other) =>
        Expression.Lambda<Func<T, bool>>(Expression.AndAlso(one.Body, new Swap(other.Parameters[0], one.Parameters[0]).Visit(other.Body)), one.Parameters);

    /// <summary>Rows whose instant fits a date of a search.</summary>
    public static Expression<Func<T, bool>> Fits<T>(Expression<Func<T, DateTimeOffset?>> instant, FhirDate date)
    {
        Expression<Func<DateTimeOffset?, bool>> fits = date switch
        {
            { Lower: { } lower, Upper: { } upper } => at => at >= lower && at < upper,
            { Lower: { } lower } => at => at >= lower,
            { Upper: { } upper } => at => at < upper,
            _ => at => at < date.From || at >= date.Until,
        };
        return Expression.Lambda<Func<T, bool>>(new Swap(fits.Parameters[0], instant.Body).Visit(fits.Body), instant.Parameters[0]);
    }

    private sealed class Swap(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
