import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withReference } from "../provider/docs";
import { errorsPage } from "./errors-page";

// Writes what is generated of docs/ anew; tests hold the pages to their sources.
const docs = join(__dirname, "../../docs");
const provider = join(docs, "provider.md");
writeFileSync(provider, withReference(readFileSync(provider, "utf8")));
writeFileSync(join(docs, "reference/errors.md"), errorsPage());
