using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FindingPatients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlitePatientTerms.Create);

            migrationBuilder.CreateIndex(
                name: "IX_Patients_OrganizationId_Id",
                table: "Patients",
                columns: new[] { "OrganizationId", "Id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PatientTerms");

            migrationBuilder.DropIndex(
                name: "IX_Patients_OrganizationId_Id",
                table: "Patients");
        }
    }
}
