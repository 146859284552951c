import type { Problem } from "../../values/config-error";
import { unitName } from "../name-rules";
import { entriesAt, unitNameOf } from "./entries";

/** A unit that is a document of its own must still be one that systemd loads by itself, so no quadlet. */
export function typedUnits(config: unknown): readonly Problem[] {
  return entriesAt(config, "systemd", "units").flatMap(({ path, item }) => {
    const name = item["unit"] === undefined ? undefined : unitNameOf(item);
    const refusal = name === undefined ? undefined : unitName(name);
    return refusal === undefined ? [] : [{ ...refusal, severity: "error", path: [...path, "unit", "name"] }];
  });
}
