/** A value as it may be written in YAML, and what is read from it. */
export interface Spelling {
  readonly key: "mode" | "overwrite";
  readonly value: string;

  /** Undefined if it is refused. */
  readonly read: number | boolean | undefined;
}

const mode = (value: string, read?: number): Spelling => ({ key: "mode", value, read });
const flag = (value: string, read?: boolean): Spelling => ({ key: "overwrite", value, read });

/** Numbers and flags as YAML has them, and as Butane's parser takes them besides. */
export const spellings: readonly Spelling[] = [
  mode("420", 0o644),
  mode("0644", 0o644),
  mode("0o644", 0o644),
  mode("0O644", 0o644),
  mode("0x1a4", 0o644),
  mode("0X1A4", 0o644),
  mode("0b110100100", 0o644),
  mode("+420", 0o644),
  mode("4_20", 0o644),
  mode("0_644", 0o644),
  mode("0", 0),
  mode("00", 0),
  mode('!!int "420"', 0o644),
  mode("!!int 0644", 0o644),
  mode("&anchor 0600", 0o600),
  mode('"0644"'),
  mode("'420'"),
  mode("!!str 420"),
  mode("0899"),
  mode("0o899"),
  mode("0x"),
  mode("_420"),
  mode("-1", -1),
  mode("1.5"),
  mode("4.2e2"),
  mode("420.0"),
  mode(".inf"),
  mode("2024-01-01"),
  mode("yes"),
  mode("[420]"),
  mode("{}"),
  mode("99999999999999999999"),
  ...["true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y", '"yes"', "'on'", "!!bool true"].map(
    (value) => flag(value, true),
  ),
  ...["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N", '"no"'].map((value) =>
    flag(value, false),
  ),
  ...["tRUE", '"true"', "1", "0", "yess", "!!str true", "[]", "enabled"].map((value) => flag(value)),
];
