import type { Problem } from "../../values/config-error";
import { hasInstallSection } from "../unit-rules";
import { entriesAt, textOf, unitNameOf, valueAt, warning, type Entry } from "./entries";

/** A unit is started at boot only if its `[Install]` section, or that of its template, says by what. */
export function installation(config: unknown): readonly Problem[] {
  const units = entriesAt(config, "systemd", "units");
  const contents = new Map(units.map(({ item }) => [unitNameOf(item), textOf(item["contents"]) ?? typed(item)]));
  return units.flatMap(({ path, item }) => {
    const name = unitNameOf(item) ?? "";
    const template = name.replace(/@.+(\.service)$/, "@$1");
    const text = [name, template].map((source) => contents.get(source) ?? "").find((own) => own !== "");
    if (item["enabled"] !== true || text === undefined || hasInstallSection(text)) return [];
    return [
      warning(
        "no-install-section",
        [...path, "enabled"],
        "the unit is enabled but has no [Install] section, so nothing starts it",
        {
          fix: "add [Install] with WantedBy=, or do not enable it",
        },
      ),
    ];
  });
}

/** What of a typed unit matters here. */
function typed(item: Entry["item"]): string | undefined {
  if (item["unit"] === undefined) return undefined;
  return valueAt(item, "unit", "Install") === undefined ? "[Unit]" : "[Install]";
}
