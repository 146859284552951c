/** A table as Prettier writes it, columns padded. Cells are Markdown of one line. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = heads.map((head, column) => Math.max(3, head.length, ...cells.map((row) => lengthOf(row[column]))));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - lengthOf(cell))).join(" | ")} |\n`;
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("");
}

function lengthOf(cell = ""): number {
  return [...cell].length;
}
