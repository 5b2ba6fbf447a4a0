namespace ClinicLive.Domain.Data.Demo;

/// <summary>
/// Names that a clinic of a large town meets, among them those that break screens: very long and very short ones, hyphens
/// and apostrophes, right-to-left and East Asian scripts. All are made up.
/// </summary>
internal static class DemoNames
{
    private static readonly string[] Remarkable =
    [
        "Amelia Hart", "Oliver Bennett", "Fatima Al-Masri", "Lucía Fernández Ortega", "Jakub Nowak",
        "Siobhán O'Brien", "فاطمة الزهراء بن يوسف", "Bo Li", "Jean-Baptiste Lefèvre-Dubois", "Chidinma Okeke",
        "נועה בן־דוד", "佐藤 花子",
        "Maria Aparecida Conceição dos Santos Albuquerque de Vasconcelos e Figueiredo", "Zoë D'Angelo",
        "Þórdís Jónsdóttir",
        "王小明", "Nguyễn Thị Ánh", "Seán Ó Ríordáin", "محمد عبد الرحمن",
        "Anna-Katharina Freifrau von Hohenstein-Wartenberg zu Altenkirchen",
        "김민지", "Ngozi Chukwuemeka-Adeyemi", "Олена Шевченко", "יוסף כהן", "Αγγελική Παπαδοπούλου",
        "Siân Llewellyn-Pryce", "Łukasz Wójcik", "Venkatanarasimharaju Subramaniam", "N'Golo Traoré", "山本 健太郎",
    ];

    private static readonly string[] Given =
    [
        "Ava", "Samuel", "Leila", "Daniel", "Ingrid", "Rohan", "Chloe", "Mateo", "Hannah", "Yusuf", "Grace", "Ivan",
        "Beatriz", "Noah", "Aisha", "Felix", "Mei", "Thomas", "Zainab", "Henrik", "Sofia", "Kofi", "Eleanor", "Arjun",
        "Freya", "Omar", "Julia", "Dmitri", "Nadine", "Isaac", "Camille", "Joseph", "Tamara", "Liam", "Rosa", "Peter",
    ];

    private static readonly string[] Family =
    [
        "Carter", "Hussain", "Novák", "Silva", "Thompson", "Kaur", "Berg", "Rossi", "Adeyemi", "Murphy", "Yılmaz",
        "Clarke", "Petrov", "Mbeki", "Lindqvist", "Shah", "Evans", "Moreau", "Haddad", "Walker", "Kowalska", "Chen",
        "Davies", "Ferreira", "Olsen", "Begum", "Wright", "Ivanova", "Schmidt", "Patel", "Green", "Dlamini", "Costa",
        "Robinson", "Suzuki", "Popescu", "Hughes", "Rahman", "Jensen", "Baker", "Ahmed", "Martin", "Osei", "Lewis",
    ];

    private static readonly string[] Reasons =
    [
        "Blood pressure check", "Cough for two weeks", "Results of the blood test", "Knee pain after running", "Follow-up",
        "Headaches in the morning", "Repeat prescription", "Rash on the forearm", "Vaccination", "Back pain",
        "Annual review", "Tired all the time", "Sore throat and fever since Monday", "Shortness of breath on stairs", "Ear pain",
        "Travel advice", "Stitches out", "Sleeping badly", "Dizziness when standing up",
        "Wants a second opinion before the operation in March and brings the letters of the hospital",
    ];

    /// <summary>The name of a patient, counted from 1. No two of a clinic are the same (7 and 13 share no divisor with the lists' lengths).</summary>
    public static string Patient(int number, int offset = 0) => number <= Remarkable.Length && offset == 0
        ? Remarkable[number - 1]
        : $"{Given[(number + offset) * 7 % Given.Length]} {Family[(number + offset) * 13 % Family.Length]}";

    /// <summary>A reason for a visit; now and then nobody wrote one down.</summary>
    public static string? Reason(Random random)
    {
        var pick = random.Next(Reasons.Length + 2);
        return pick < Reasons.Length ? Reasons[pick] : null;
    }
}
