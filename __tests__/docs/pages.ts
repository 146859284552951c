import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "../..");

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Of its first line, to find it by. */
  readonly line: number;
  /** The file that it is, where the line above says so: `web.bu`, in code and before a colon. */
  readonly file: string | undefined;
}

export interface Page {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The page without its blocks. */
  readonly prose: string;
}

/** Every page that users read. */
export const pages: readonly Page[] = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `docs/${name}`),
].map(readPage);

/** Files that go with the examples: those that a page shows, and a folder of local files. */
export const exampleFiles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    pages.flatMap(({ blocks }) => blocks.flatMap(({ file, text }) => (file === undefined ? [] : [[file, text]]))),
  ),
  "files/motd": "Welcome to web.\n",
  "files/etc/router.conf": "mtu = 1450\n",
};

export function pageAt(path: string): Page {
  const page = pages.find((one) => one.path === path);
  if (page === undefined) throw new Error(`there is no page ${path}`);
  return page;
}

function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), "utf8");
  const fence = /^```([a-z]*)\n([\s\S]*?)^```$/gm;
  const blocks = [...text.matchAll(fence)].map((match): Block => {
    const [, language = "", body = ""] = match;
    const before = text.slice(0, match.index);
    const file = /(?:^|\n)`([\w.-]+)`:\n\n$/.exec(before)?.[1];
    return { language, text: body, line: before.split("\n").length + 1, file };
  });
  return { path, text, blocks, prose: text.replace(fence, "") };
}
