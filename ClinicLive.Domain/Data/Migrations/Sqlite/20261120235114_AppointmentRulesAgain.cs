using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AppointmentRulesAgain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The migration before built the table of appointments anew.
            migrationBuilder.Sql(SqliteAppointmentRules.All);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

        }
    }
}
