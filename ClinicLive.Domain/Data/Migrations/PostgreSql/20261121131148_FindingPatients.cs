using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class FindingPatients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "PatientTerms",
                columns: table => new
                {
                    OrganizationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Term = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    PatientId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PatientTerms", x => new { x.OrganizationId, x.Term, x.PatientId });
                });

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
