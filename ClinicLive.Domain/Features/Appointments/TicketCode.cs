using System.Globalization;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>
/// The ticket under which a patient is called in the waiting room: a letter and a number of at most two digits, in the order
/// in which tickets were given out on the clinic's day. It says nothing about the person. The numbers are given by the
/// database, so that two who arrive at the same moment never share one.
/// </summary>
public static class TicketCode
{
    private const int PerLetter = 99;

    // Without I and O, which look like digits from six metres away.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>The ticket of a number counted from 1: A1 to A99, B1 to B99, and after Z99 with two letters from AA1.</summary>
    public static string Of(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        var (letters, rest) = ("", (number - 1) / PerLetter);
        while (true)
        {
            letters = Letters[rest % Letters.Length] + letters;
            rest = (rest / Letters.Length) - 1;
            if (rest < 0) return string.Create(CultureInfo.InvariantCulture, $"{letters}{((number - 1) % PerLetter) + 1}");
        }
    }
}
