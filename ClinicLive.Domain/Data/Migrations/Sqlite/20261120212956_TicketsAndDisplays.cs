using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TicketsAndDisplays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "CheckInGraceMinutes",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 15);

            migrationBuilder.AddColumn<int>(
                name: "CheckInOpensMinutes",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 60);

            migrationBuilder.AddColumn<int>(
                name: "TicketNumber",
                table: "Appointments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Displays",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    CheckInSecret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    PractitionerIds = table.Column<string>(type: "TEXT", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    OrganizationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Displays", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Displays_Organizations_OrganizationId",
                        column: x => x.OrganizationId,
                        principalTable: "Organizations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Appointments_Ticket",
                table: "Appointments",
                columns: new[] { "OrganizationId", "Day", "TicketNumber" },
                unique: true,
                filter: "\"TicketNumber\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Displays_Code",
                table: "Displays",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Displays_OrganizationId",
                table: "Displays",
                column: "OrganizationId");

            migrationBuilder.Sql(SqliteTicketRules.GiveToThoseInTheHouse);
            migrationBuilder.Sql(SqliteTicketRules.GiveTickets);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqliteTicketRules.GiveNoMoreTickets);
            migrationBuilder.DropTable(
                name: "Displays");

            migrationBuilder.DropIndex(
                name: "IX_Appointments_Ticket",
                table: "Appointments");

            migrationBuilder.DropColumn(
                name: "CheckInGraceMinutes",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "CheckInOpensMinutes",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "TicketNumber",
                table: "Appointments");
        }
    }
}
