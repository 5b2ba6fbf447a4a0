using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DoctorsCover : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "CoveredBy",
                table: "TimeOff",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "DeskEscalateMinutes",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 30);

            migrationBuilder.AddColumn<Guid>(
                name: "CoverTimeOffId",
                table: "ChatRooms",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CoverUntil",
                table: "ChatRooms",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "CoveredBy",
                table: "ChatRooms",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ChatRooms_CoveredBy",
                table: "ChatRooms",
                column: "CoveredBy",
                filter: "\"CoveredBy\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ChatRooms_WaitForDoctor",
                table: "ChatRooms",
                columns: new[] { "OrganizationId", "WaitingSince" },
                filter: "\"Kind\" = 'Direct' AND \"WaitingSince\" IS NOT NULL");

            migrationBuilder.Sql(SqliteDoctorWaits.Fill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ChatRooms_CoveredBy",
                table: "ChatRooms");

            migrationBuilder.DropIndex(
                name: "IX_ChatRooms_WaitForDoctor",
                table: "ChatRooms");

            migrationBuilder.DropColumn(
                name: "CoveredBy",
                table: "TimeOff");

            migrationBuilder.DropColumn(
                name: "DeskEscalateMinutes",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "CoverTimeOffId",
                table: "ChatRooms");

            migrationBuilder.DropColumn(
                name: "CoverUntil",
                table: "ChatRooms");

            migrationBuilder.DropColumn(
                name: "CoveredBy",
                table: "ChatRooms");
        }
    }
}
