/** What is to be changed of the kernel arguments that an image has as published. */
export interface KernelArgumentEdits {
  /** Taken out wherever they stand, whole. */
  readonly delete: readonly string[];

  /** Put at the end. */
  readonly append: readonly string[];

  /** `KEY=OLD=NEW`: `KEY=OLD` becomes `KEY=NEW`. */
  readonly replace: readonly string[];
}

/** One argument: what boot loaders can read, without a space. */
export const KERNEL_ARGUMENT = /^[\x21-\x7e]+$/;

/** Key, old value and new value, none of which holds an equals sign. */
export const REPLACEMENT = /^([^=\s]+)=([^=\s]+)=([^=\s]+)$/;

/**
 * Edits kernel arguments as `coreos-installer iso customize` does: first what goes, then what comes, then what is
 * exchanged, each by its text as a whole. What is to go and is not there is passed over.
 */
export function editKernelArguments(text: string, edits: KernelArgumentEdits): string {
  let result = ` ${text} `;
  for (const argument of edits.delete) result = result.replaceAll(` ${argument} `, () => " ");
  for (const argument of edits.append) result += `${argument} `;
  for (const replacement of edits.replace) {
    const [, key, old, next] = REPLACEMENT.exec(replacement) ?? [];
    if (key === undefined || old === undefined || next === undefined) continue;
    result = result.replaceAll(` ${key}=${old} `, () => ` ${key}=${next} `);
  }
  return result.trim();
}
