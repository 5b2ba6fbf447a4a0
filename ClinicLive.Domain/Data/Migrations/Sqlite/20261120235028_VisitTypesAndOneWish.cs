using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class VisitTypesAndOneWish : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqliteAppointmentRules.OneWishEach);

            migrationBuilder.CreateIndex(
                name: "IX_Appointments_OneWish",
                table: "Appointments",
                columns: new[] { "PatientId", "VisitTypeId" },
                unique: true,
                filter: "\"Status\" = 'Waitlisted' OR (\"Status\" = 'Held' AND \"StatusBefore\" = 'Waitlisted')");

            migrationBuilder.CreateIndex(
                name: "IX_Appointments_VisitTypeId",
                table: "Appointments",
                column: "VisitTypeId");

            migrationBuilder.AddForeignKey(
                name: "FK_Appointments_VisitTypes_VisitTypeId",
                table: "Appointments",
                column: "VisitTypeId",
                principalTable: "VisitTypes",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Appointments_VisitTypes_VisitTypeId",
                table: "Appointments");

            migrationBuilder.DropIndex(
                name: "IX_Appointments_OneWish",
                table: "Appointments");

            migrationBuilder.DropIndex(
                name: "IX_Appointments_VisitTypeId",
                table: "Appointments");
        }
    }
}
