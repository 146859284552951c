import { z } from "zod";
import { argument, kernelArgument, label, words, type Argument, type KernelArgument } from "../argument";
import { outcome } from "./outcome";

/** How something is fetched. */
export interface Fetch {
  readonly url: Argument;
  /** Name that the image is known by. @default - the end of its URL */
  readonly name?: string | undefined;
  /** Seconds after which nothing that came is a failure. @default - what the protocol has */
  readonly timeoutSeconds?: number | undefined;
  /** Name of the {@link ParamsCommand} that is sent with the request, which is a POST then. */
  readonly post?: string | undefined;
}

/** Commands that fetch images, and do something with them. */
export type ImageCommand =
  | (Fetch & { readonly command: "imgfetch"; readonly arguments?: readonly Argument[] | undefined })
  | (Fetch & { readonly command: "kernel"; readonly arguments: readonly KernelArgument[] })
  /** An argument may say where in the initrd's file system it is put. */
  | (Fetch & { readonly command: "initrd"; readonly arguments?: readonly Argument[] | undefined })
  /** Runs what is at a URL, and comes back when it ends, if it does. */
  | (Fetch & {
      readonly command: "chain";
      readonly arguments?: readonly Argument[] | undefined;
      /** Whether its image is forgotten afterwards: a script that stays would be handed to a kernel as an initrd. */
      readonly autofree?: boolean | undefined;
      /** Whether it takes the place of this script, and does not come back. */
      readonly replace?: boolean | undefined;
    })
  | { readonly command: "imgargs"; readonly image: string; readonly arguments: readonly KernelArgument[] }
  /** Forgets an image, or all. */
  | { readonly command: "imgfree"; readonly image?: string | undefined }
  /** Lists the images. */
  | { readonly command: "imgstat" }
  /** From here on, nothing runs that was not verified; with `permanent` no later command can change that. */
  | { readonly command: "imgtrust"; readonly allow?: boolean | undefined; readonly permanent?: boolean | undefined }
  /** Fails unless the image is signed by a certificate that iPXE trusts, and by the signer where one is named. */
  | {
      readonly command: "imgverify";
      readonly image: string;
      readonly signature: Argument;
      readonly signer?: string | undefined;
    }
  | { readonly command: "boot"; readonly image?: string | undefined }
  /** Boots from a network disk, such as an iSCSI one. */
  | {
      readonly command: "sanboot";
      readonly url: Argument;
      readonly drive?: number | undefined;
      readonly keep?: boolean | undefined;
    };

/** What a request is sent with. */
export interface ParamsCommand {
  readonly command: "params";
  /** Name by which `post` means it. */
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly value: Argument }[];
}

const SCHEMES = "https?|tftp|nfs|ftp";
const url = argument({
  pattern: new RegExp(`^(?:${SCHEMES})://[^/]+`),
  allowed: `a URL that begins with ${SCHEMES.replaceAll("|", ", ").replace("?", " or http")}`,
});
const sanUrl = argument({
  pattern: /^(?:iscsi:.|(?:https?|aoe|nfs):\/?\/?.)/,
  allowed: "a URL that begins with iscsi:, aoe:, http: or nfs:",
});
const fetch = {
  url,
  name: label.optional(),
  timeoutSeconds: z.int().min(1).max(3600).optional(),
  post: label.optional(),
};
const kernelArguments = z.array(kernelArgument).max(256);

export const imageCommands = [
  z.strictObject({ command: z.literal("imgfetch"), ...fetch, arguments: words.optional(), ...outcome }),
  z.strictObject({ command: z.literal("kernel"), ...fetch, arguments: kernelArguments, ...outcome }),
  z.strictObject({ command: z.literal("initrd"), ...fetch, arguments: words.optional(), ...outcome }),
  z.strictObject({
    command: z.literal("chain"),
    ...fetch,
    arguments: words.optional(),
    autofree: z.boolean().optional(),
    replace: z.boolean().optional(),
    ...outcome,
  }),
  z.strictObject({ command: z.literal("imgargs"), image: label, arguments: kernelArguments, ...outcome }),
  z.strictObject({ command: z.literal("imgfree"), image: label.optional(), ...outcome }),
  z.strictObject({ command: z.literal("imgstat"), ...outcome }),
  z.strictObject({
    command: z.literal("imgtrust"),
    allow: z.boolean().optional(),
    permanent: z.boolean().optional(),
    ...outcome,
  }),
  z.strictObject({
    command: z.literal("imgverify"),
    image: label,
    signature: url,
    signer: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, "is the common name of a certificate")
      .optional(),
    ...outcome,
  }),
  z.strictObject({ command: z.literal("boot"), image: label.optional(), ...outcome }),
  z.strictObject({
    command: z.literal("sanboot"),
    url: sanUrl,
    drive: z.int().min(0).max(255).optional(),
    keep: z.boolean().optional(),
    ...outcome,
  }),
] as const;

export const paramsCommand = z.strictObject({
  command: z.literal("params"),
  name: label,
  values: z
    .array(z.strictObject({ name: label, value: argument() }))
    .min(1)
    .max(64),
});
