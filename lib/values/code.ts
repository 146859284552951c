/** What the reference page says of one code of a `Problem`. Texts are Markdown without line ends or full stops. */
export interface Code {
  /** What is wrong when it is reported. */
  readonly meaning: string;

  /** What to change. */
  readonly fix: string;

  /**
   * Whether it only warns; `"sometimes"` if that depends on the input, which the meaning then says.
   *
   * @default - it is an error: the work stops
   */
  readonly warning?: true | "sometimes";

  /**
   * Why it is refused although the program that reads the document would take it.
   *
   * @default - that program refuses it too, or there is none
   */
  readonly stricter?: string;
}

/** Every code that a module reports, `<module>/<rule>`, in the order of the page. `<module>/*` stands for wrong shapes. */
export type Codes = Readonly<Record<string, Code>>;
