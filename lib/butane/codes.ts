import type { Codes } from "../values/code";
import { DOCUMENT_CODES } from "./codes/documents";
import { FILE_CODES } from "./codes/files";
import { SYSTEM_CODES } from "./codes/system";

/** Every code that this module reports. */
export const CODES = {
  ...DOCUMENT_CODES,
  ...FILE_CODES,
  ...SYSTEM_CODES,
  "butane/*": { meaning: "data has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;
