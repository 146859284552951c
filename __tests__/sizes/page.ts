/** How many bytes a config has in each of three ways. */
export interface Sizes {
  readonly title: string;
  readonly byHand: number;
  readonly byStructs: number;
  readonly ours: number;
}

/** The page docs/sizes.md. */
export function sizesPage(rows: readonly Sizes[]): string {
  const cells = rows.map(({ title, byHand, byStructs, ours }) => [
    title,
    grouped(byHand),
    grouped(byStructs),
    grouped(ours),
    `${Math.round((100 * ours) / byHand)} %`,
  ]);
  const header = ["config", "by hand", "by Go structs", "by Slipway", "of by hand"];
  const widths = header.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return PAGE.replace("TABLE", [line(header), rule, ...cells.map(line)].join("\n"));
}

/** The figures of a page, as {@link sizesPage} wrote them. */
export function sizesIn(page: string): readonly Sizes[] {
  return [...page.matchAll(/^\| ([^|]*?) +\| +([\d,]+) \| +([\d,]+) \| +([\d,]+) \|/gm)].map(
    ([, title = "", byHand = "", byStructs = "", ours = ""]) => ({
      title,
      byHand: number(byHand),
      byStructs: number(byStructs),
      ours: number(ours),
    }),
  );
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

function number(text: string): number {
  return Number(text.replaceAll(",", ""));
}

const PAGE = `# How large configs are

The same config, written in three ways. All three mean the same to Ignition; the figures are bytes.

TABLE

- **By hand**: \`jsonencode({ … })\` in plain HCL, written with care: no default is spelled out, and texts go through
  \`urlencode\`. (What is easily overlooked: \`urlencode\` makes a \`+\` of a space, which Ignition takes for a plus sign; it
  has to be replaced by \`%20\`.) Bytes are in base64. The files are in \`__tests__/sizes/by-hand/\`; that of the install VM is
  made out of its config, since nobody would write it.
- **By Go structs**: the types of \`github.com/coreos/ignition/v2\`, as \`json.Marshal\` prints them: with an empty object
  for each section that is not used. Contents are encoded by the package that Ignition decodes them with.
- **By Slipway**: what \`renderIgnition\` writes. Defaults and empty objects are left out, and each content has the shortest of
  three forms: percent-encoded where it must be, base64, or packed by gzip and in base64.

Size matters where a config travels in something small: the embed area of the live ISO has 256 KiB, the user data of an EC2
instance 16 KiB. \`slipway ignition minify\` writes the shortest form of any config.

A test holds these figures: ours are rendered anew, the others are evaluated by OpenTofu and by the Go structs.
`;
