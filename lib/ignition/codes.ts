import type { Codes } from "../values/code";
import { DUPLICATE_CODES } from "./codes/duplicates";
import { MACHINE_CODES } from "./codes/machine";
import { STORAGE_CODES } from "./codes/storage";
import { VALUE_CODES } from "./codes/values";
import { VERSION_CODES } from "./codes/versions";
import { VOLUME_CODES } from "./codes/volumes";

/** Every code that this module reports. */
export const CODES = {
  ...VALUE_CODES,
  ...STORAGE_CODES,
  ...VOLUME_CODES,
  ...DUPLICATE_CODES,
  ...MACHINE_CODES,
  ...VERSION_CODES,
} as const satisfies Codes;
