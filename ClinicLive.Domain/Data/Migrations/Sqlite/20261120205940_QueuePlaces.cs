using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class QueuePlaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "LastCallAt",
                table: "Practitioners",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "BackAt",
                table: "Appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "DoctorBefore",
                table: "Appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PlacedAt",
                table: "Appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Priority",
                table: "Appointments",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "PriorityReason",
                table: "Appointments",
                type: "TEXT",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "QueuedAt",
                table: "Appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "StartBefore",
                table: "Appointments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "WalkedIn",
                table: "Appointments",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "AfterId",
                table: "ActivityLog",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "BeforeId",
                table: "ActivityLog",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Appointments_PractitionerId_FinishedAt",
                table: "Appointments",
                columns: new[] { "PractitionerId", "FinishedAt" },
                filter: "\"FinishedAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Appointments_PractitionerId_FinishedAt",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "LastCallAt",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "BackAt",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "DoctorBefore",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "PlacedAt",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "Priority",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "PriorityReason",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "QueuedAt",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "StartBefore",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "WalkedIn",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "AfterId",
                table: "ActivityLog");

            migrationBuilder.DropColumn(
                name: "BeforeId",
                table: "ActivityLog");
        }
    }
}
