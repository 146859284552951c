/** A config with one mistake, and what is said of it. */
export type Row = readonly [
  name: string,
  config: unknown,

  /** Whether Ignition refuses it when it reads it. */
  ignition: boolean,

  /** Without the module. */
  code: string,
  path: readonly (string | number)[],
];
