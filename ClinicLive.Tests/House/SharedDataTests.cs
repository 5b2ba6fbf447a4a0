using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.House;

public sealed class SharedDataTests
{
    [SharedDataFact]
    public void The_shared_data_is_where_the_tests_look_for_it() => SharedData.Find("clinic-days", "slots.csv").Should().EndWith("slots.csv");
}
