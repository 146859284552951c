import { CODES as BUTANE } from "../butane/codes";
import { CODES as CONSTRUCTS } from "../constructs/codes";
import { CODES as COREOS } from "../coreos/codes";
import { CODES as DNSMASQ } from "../dnsmasq/codes";
import { CODES as DOCUMENTS } from "../documents/codes";
import { CODES as IGNITION } from "../ignition/codes";
import { CODES as IMAGES } from "../images/codes";
import { CODES as IPXE } from "../ipxe/codes";
import { CODES as PROVIDER } from "../provider/codes";
import { CODES as UNITS } from "../units/codes";
import type { Code, Codes } from "../values/code";
import { CODES as VALUES } from "../values/codes";
import { SHAPE_RULES, WRONG_SHAPE } from "../values/shape-rules";
import { markdownTable } from "./markdown-table";

/** The codes of one module, under the heading that they have on the page. */
export interface Section {
  readonly title: string;
  readonly introduction?: string;
  readonly codes: Codes;
}

/** Every code that Slipway reports, in the order of the page. */
export const SECTIONS: readonly Section[] = [
  { title: "Apps: settings, clusters, machines", codes: CONSTRUCTS },
  { title: "Single values", codes: VALUES },
  { title: "Images of the install VM", codes: IMAGES },
  {
    title: "The provider",
    introduction:
      "Codes `vm/…` are those of `slipway_vm`, each about the attribute of that name; the message says what is allowed.",
    codes: PROVIDER,
  },
  { title: "Documents", codes: DOCUMENTS },
  { title: "Ignition", codes: IGNITION },
  {
    title: "Butane",
    introduction: "Of a YAML document, what was found begins with its line and column.",
    codes: BUTANE,
  },
  { title: "Units and quadlets", introduction: "A code is `quadlet/…` where only quadlets have it.", codes: UNITS },
  { title: "dnsmasq", codes: DNSMASQ },
  { title: "iPXE", codes: IPXE },
  { title: "Fedora CoreOS images", codes: COREOS },
];

const HEAD = `<!-- Generated from lib/*/codes.ts: npm run docs -->

# Error codes

Bad input leads to one error that lists every violation: a code, where it stands, what is wrong, what was found, what would
have been accepted, and what to change.

\`\`\`text
vm/too-little-memory at shop/db/memoryMiB
  Fedora CoreOS' live system does not start with less memory
  got: 1024 MiB
  allowed: 2048 MiB or more
  fix: set memoryMiB to 2048
\`\`\`

At synth a path begins with that of the construct, here \`db\` in stack \`shop\`, and nothing is written. Where a value comes from another resource, the
provider checks it by the same rules at plan or apply, and puts the same text into its diagnostic. Warnings look the same and
stop nothing; they have tables of their own below.

What fails while OpenTofu runs, such as a refused login or a VM id that is taken, has no code: its diagnostic says
\`Unable to <verb> <noun> "<name>"\`, then every cause, then what to do.

## Wrong shapes

Where a value has the wrong shape, the code is the module's name and one of these rules; the tables below write it \`${WRONG_SHAPE}\`
after the module.
`;

/** docs/reference/errors.md, whole. */
export function errorsPage(sections: readonly Section[] = SECTIONS): string {
  const shapes = markdownTable(
    ["rule", "meaning", "fix"],
    SHAPE_RULES.map(({ rules, meaning, fix }) => [rules.map((rule) => `\`${rule}\``).join(", "), meaning, fix]),
  );
  return [HEAD, shapes, ...sections.map(sectionText)].join("\n");
}

function sectionText({ title, introduction, codes }: Section): string {
  const all = Object.entries<Code>(codes);
  const errors = all.filter(([, { warning }]) => warning !== true);
  const warnings = all.filter(([, { warning }]) => warning === true);
  const stricter = all.flatMap(([code, { stricter: reason }]) =>
    reason === undefined ? [] : [[code, reason] as const],
  );
  return [
    `## ${title}\n`,
    ...(introduction === undefined ? [] : [`${introduction}\n`]),
    ...table("Errors", errors),
    ...table("Warnings", warnings),
    ...(stricter.length === 0
      ? []
      : [
          `### ${title}: stricter than the real program\n`,
          "The program that reads the document would take these; Slipway does not.\n",
          `${stricter.map(([code, reason]) => `- \`${code}\`: ${reason}`).join("\n")}\n`,
        ]),
  ].join("\n");
}

function table(noun: string, codes: readonly (readonly [string, Code])[]): readonly string[] {
  if (codes.length === 0) return [];
  const rows = codes.map(([code, { meaning, fix }]) => [`\`${code}\``, meaning, fix]);
  return [`${noun}:\n`, markdownTable(["code", "meaning", "fix"], rows)];
}
