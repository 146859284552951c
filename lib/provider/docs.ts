import { schemasMarkdown } from "./framework/schema-markdown";
import { schemas } from "./schemas";

/** From here on docs/provider.md is generated. */
const MARK = "<!-- From here on generated from the schemas: npm run docs -->\n";

/** The provider's page with its generated part as the schemas have it now; what is written by hand stays. */
export function withReference(page: string): string {
  const [head = ""] = page.split(MARK);
  return `${head}${MARK}\n${schemasMarkdown(schemas)}`;
}
