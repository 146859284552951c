import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { referenceIndex, referencePages } from "../provider/docs";

const FOLDERS = ["resources", "data-sources", "ephemeral-resources", "functions"];

/**
 * The provider's reference whole: texts by path.
 *
 * @param folder docs/reference/provider, for its examples
 */
export function providerPages(folder: string): Readonly<Record<string, string>> {
  const pages = referencePages();
  return {
    "index.md": referenceIndex(),
    ...Object.fromEntries(pages.map(({ path, example, text }) => [path, text(...examplesOf(folder, example))])),
  };
}

/** Writes all of it, and removes pages of what is no more. */
export function writeProviderPages(folder: string): void {
  for (const name of FOLDERS) rmSync(join(folder, name), { recursive: true, force: true });
  for (const [path, text] of Object.entries(providerPages(folder))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The first one may not be there yet: the tests miss it, and it stops nobody's other pages. */
function examplesOf(folder: string, name: string): readonly string[] {
  return [name, ...furtherExamples(folder, name)].map((one) => {
    const path = join(folder, "examples", one);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  });
}

/** Files of the examples beside the first one, as `files-webdav.tf` beside `files.tf`. */
export function furtherExamples(folder: string, name: string): readonly string[] {
  const begins = name.replace(/\.tf$/, "-");
  return readdirSync(join(folder, "examples"))
    .filter((one) => one.startsWith(begins))
    .sort();
}
