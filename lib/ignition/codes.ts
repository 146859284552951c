import type { Codes } from "../values/code";
import { DUPLICATE_CODES } from "./codes/duplicates";
import { STORAGE_CODES } from "./codes/storage";
import { VALUE_CODES } from "./codes/values";

/** Every code that this module reports. */
export const CODES = { ...VALUE_CODES, ...STORAGE_CODES, ...DUPLICATE_CODES } as const satisfies Codes;
