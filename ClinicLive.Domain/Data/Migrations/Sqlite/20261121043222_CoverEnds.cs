using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CoverEnds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ChatRooms_WaitingSince",
                table: "ChatRooms");

            migrationBuilder.AddColumn<Guid>(
                name: "CoverDeclinedFor",
                table: "ChatRooms",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ChatRooms_WaitingSince",
                table: "ChatRooms",
                column: "WaitingSince",
                filter: "\"Kind\" = 'FrontDesk' AND \"WaitingSince\" IS NOT NULL AND \"EscalatedAt\" IS NULL");

            migrationBuilder.Sql(SqliteDoctorWaits.ForgetOld);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ChatRooms_WaitingSince",
                table: "ChatRooms");

            migrationBuilder.DropColumn(
                name: "CoverDeclinedFor",
                table: "ChatRooms");

            migrationBuilder.CreateIndex(
                name: "IX_ChatRooms_WaitingSince",
                table: "ChatRooms",
                column: "WaitingSince",
                filter: "\"WaitingSince\" IS NOT NULL AND \"EscalatedAt\" IS NULL");
        }
    }
}
