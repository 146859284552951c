/** Something that others wait at until the test opens it. */
export interface Gate {
  /** Settles when it is opened. */
  readonly opened: Promise<void>;
  open(): void;
}

export function aGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
