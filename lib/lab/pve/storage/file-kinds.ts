/** Kinds of files, with the folder that holds them and the endings that they may have. */
export const fileKinds: Readonly<Record<"iso" | "vztmpl" | "import", { folder: string; ending: RegExp }>> = {
  iso: { folder: "template/iso", ending: /\.(iso|img)$/i },
  vztmpl: { folder: "template/cache", ending: /\.tar\.(gz|xz|zst|bz2)$/ },
  import: { folder: "import", ending: /\.(qcow2|raw|vmdk|ova)$/ },
};

export type FileKind = keyof typeof fileKinds;

export function isFileKind(content: string): content is FileKind {
  return Object.hasOwn(fileKinds, content);
}
