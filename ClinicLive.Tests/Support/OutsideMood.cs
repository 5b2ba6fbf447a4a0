namespace ClinicLive.Tests.Support;

/// <summary>How a server outside takes a message.</summary>
public enum OutsideMood
{
    Accept,
    RefuseForNow,
    RefuseForEver,

    /// <summary>Takes nothing from us, whatever it is: our sign-in is wrong.</summary>
    RefuseUs,

    /// <summary>Says nothing from the beginning on.</summary>
    Hang,

    /// <summary>Takes it and ends the line without a word.</summary>
    DropAnswer,

    /// <summary>Takes it and says nothing.</summary>
    HangAfterTaking,
}
