using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class HistoryFromOtherSystems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "Patients",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "Appointments",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "HasOverlap",
                table: "Appointments",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_Patients_OrganizationId_ExternalId",
                table: "Patients",
                columns: new[] { "OrganizationId", "ExternalId" },
                unique: true,
                filter: "\"ExternalId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Appointments_OrganizationId_ExternalId",
                table: "Appointments",
                columns: new[] { "OrganizationId", "ExternalId" },
                unique: true,
                filter: "\"ExternalId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Patients_OrganizationId_ExternalId",
                table: "Patients");

            migrationBuilder.DropIndex(
                name: "IX_Appointments_OrganizationId_ExternalId",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "ExternalId",
                table: "Patients");

            migrationBuilder.DropColumn(
                name: "ExternalId",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "HasOverlap",
                table: "Appointments");
        }
    }
}
