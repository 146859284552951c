import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
    ...Object.fromEntries(pages.map(({ path, example, text }) => [path, text(exampleOf(folder, example))])),
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

/** An example that is not there yet is missed by the tests, and stops nobody's other pages. */
function exampleOf(folder: string, name: string): string {
  const path = join(folder, "examples", name);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
