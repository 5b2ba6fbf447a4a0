using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class EndOfDayAndTimesBefore : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<TimeOnly>(
                name: "DayClosesAt",
                table: "Organizations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "NoShowGraceMinutes",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 45);

            migrationBuilder.AddColumn<DateTime>(
                name: "EndBefore",
                table: "ActivityLog",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NewEnd",
                table: "ActivityLog",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "NewPractitionerId",
                table: "ActivityLog",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NewStart",
                table: "ActivityLog",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "QueuedAt",
                table: "ActivityLog",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "StartBefore",
                table: "ActivityLog",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ActivityLog_OrganizationId_At",
                table: "ActivityLog",
                columns: new[] { "OrganizationId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ActivityLog_OrganizationId_NewStart",
                table: "ActivityLog",
                columns: new[] { "OrganizationId", "NewStart" },
                filter: "\"NewStart\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ActivityLog_OrganizationId_At",
                table: "ActivityLog");

            migrationBuilder.DropIndex(
                name: "IX_ActivityLog_OrganizationId_NewStart",
                table: "ActivityLog");

            migrationBuilder.DropColumn(
                name: "DayClosesAt",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "NoShowGraceMinutes",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "EndBefore",
                table: "ActivityLog");

            migrationBuilder.DropColumn(
                name: "NewEnd",
                table: "ActivityLog");

            migrationBuilder.DropColumn(
                name: "NewPractitionerId",
                table: "ActivityLog");

            migrationBuilder.DropColumn(
                name: "NewStart",
                table: "ActivityLog");

            migrationBuilder.DropColumn(
                name: "QueuedAt",
                table: "ActivityLog");

            migrationBuilder.DropColumn(
                name: "StartBefore",
                table: "ActivityLog");
        }
    }
}
