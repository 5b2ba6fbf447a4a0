using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicLive.Domain.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class SharedPaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Paces",
                columns: table => new
                {
                    Key = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    Moments = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Paces", x => x.Key);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Paces_Until",
                table: "Paces",
                column: "Until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Paces");
        }
    }
}
