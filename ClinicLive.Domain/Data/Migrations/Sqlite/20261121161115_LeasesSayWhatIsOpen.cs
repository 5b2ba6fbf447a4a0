using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LeasesSayWhatIsOpen : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "LookingUntil",
                table: "PresenceLeases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Streams",
                table: "PresenceLeases",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Windows",
                table: "PresenceLeases",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LookingUntil",
                table: "PresenceLeases");

            migrationBuilder.DropColumn(
                name: "Streams",
                table: "PresenceLeases");

            migrationBuilder.DropColumn(
                name: "Windows",
                table: "PresenceLeases");
        }
    }
}
