using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class IdleSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "EndedIdle",
                table: "SignInSessions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "IdleUntil",
                table: "SignInSessions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_SignInSessions_IdleUntil",
                table: "SignInSessions",
                column: "IdleUntil",
                filter: "\"EndedAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SignInSessions_IdleUntil",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "EndedIdle",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "IdleUntil",
                table: "SignInSessions");
        }
    }
}
