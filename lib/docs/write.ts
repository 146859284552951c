import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorsPage } from "./errors-page";
import { writeProviderPages } from "./provider-pages";

// Writes what is generated of docs/ anew; tests hold the pages to their sources.
const reference = join(__dirname, "../../docs/reference");
writeProviderPages(join(reference, "provider"));
writeFileSync(join(reference, "errors.md"), errorsPage());
