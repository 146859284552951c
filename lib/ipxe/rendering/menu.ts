import type { MenuCommand } from "../schema";
import { join, milliseconds, operand, options, text } from "./text";

/** The setting that iPXE puts the choice into. */
const CHOICE = "menu-choice";

/** The lines of a menu. Whatever happens, the script goes on at one of its labels. */
export function menuLines(menu: MenuCommand): readonly string[] {
  const timeout = milliseconds(menu.timeoutSeconds);
  return [
    join("menu", operand(menu.title)),
    ...menu.items.map((item) =>
      "label" in item
        ? join("item", options({ key: item.key }), item.label, text(item.text))
        : join("item", "--gap", operand(item.gap)),
    ),
    join(
      "choose",
      options({ default: menu.default, timeout }),
      CHOICE,
      `&& goto \${${CHOICE}} || goto ${menu.default}`,
    ),
  ];
}
