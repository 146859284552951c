import { isLate } from "../values/late";

/** Lists whose items are objects: pure modules look into these. */
const LISTS = {
  passwd: ["users", "groups"],
  storage: ["disks", "raid", "luks", "filesystems", "directories", "files", "links", "trees"],
  systemd: ["units"],
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** What of a config's lists is not known at synth, by section and list. */
export interface LateItems {
  readonly section: string;
  readonly list: string;
  readonly items: readonly unknown[];
}

/** A config without those items of its lists that are late as a whole, and these. */
export function withoutLateItems<C extends object>(
  config: C,
): { readonly known: C; readonly late: readonly LateItems[] } {
  const late = lists(config, (item) => isLate(item)).filter(({ items }) => items.length > 0);
  const rest = lists(config, (item) => !isLate(item));
  const known = rest.reduce<Fields>(
    (done, { section, list, items }) => put(done, section, list, items),
    config as Fields,
  );
  return { known: (late.length === 0 ? config : known) as C, late };
}

/**
 * Puts them back, behind what is known.
 *
 * They are merged with nothing: what is among them is known to the provider only, which refuses an item that is there
 * already as a duplicate. To merge it there, the provider would need all parts of the config apart.
 */
export function withLateItems<C extends object>(config: C, late: readonly LateItems[]): C {
  return late.reduce<Fields>((done, { section, list, items }) => {
    const known = (done[section] as Fields | undefined)?.[list] as readonly unknown[] | undefined;
    return put(done, section, list, [...(known ?? []), ...items]);
  }, config as Fields) as C;
}

function lists(config: object, wanted: (item: unknown) => boolean): readonly LateItems[] {
  return Object.entries(LISTS).flatMap(([section, names]) =>
    names.flatMap((list) => {
      const items = ((config as Fields)[section] as Fields | undefined)?.[list];
      return Array.isArray(items) ? [{ section, list, items: items.filter(wanted) as readonly unknown[] }] : [];
    }),
  );
}

function put(config: Fields, section: string, list: string, items: readonly unknown[]): Fields {
  return { ...config, [section]: { ...(config[section] as Fields | undefined), [list]: items } };
}
