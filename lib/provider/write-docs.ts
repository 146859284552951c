import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withReference } from "./docs";

// Writes the generated part of docs/provider.md anew; a test holds the page to the schemas.
const page = join(__dirname, "../../docs/provider.md");
writeFileSync(page, withReference(readFileSync(page, "utf8")));
