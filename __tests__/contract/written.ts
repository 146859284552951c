import type { Contents, IgnitionConfig } from "../../lib/ignition/schema";

/** A config as Ignition reads it, with every default that it spells out: in a child that is merged, they count. */
export function written(config: IgnitionConfig): string {
  const { ignition, storage } = config;
  const tls = { certificateAuthorities: ignition?.security?.tls?.certificateAuthorities?.map(resource) };
  return JSON.stringify({
    ...config,
    ignition: {
      ...ignition,
      version: "3.6.0",
      config: { ...ignition?.config, merge: ignition?.config?.merge?.map(resource) },
      security: { tls },
    },
    storage: {
      ...storage,
      luks: storage?.luks?.map((volume) => ({ ...volume, keyFile: resource(volume.keyFile) })),
      files: storage?.files?.map((file) => ({
        ...file,
        contents: resource(file.contents),
        append: file.append?.map(resource),
      })),
    },
  });
}

function resource(contents: Contents | undefined): object | undefined {
  if (typeof contents !== "object" || !("base64" in contents))
    return typeof contents === "string" ? dataUrl(Buffer.from(contents)) : contents;
  return dataUrl(Buffer.from(String(contents.base64), "base64"));
}

export function dataUrl(bytes: Buffer): { readonly source: string } {
  return { source: `data:;base64,${bytes.toString("base64")}` };
}
