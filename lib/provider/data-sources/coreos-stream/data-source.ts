import { imageOf, type StreamArtifact } from "../../../coreos/stream-image";
import { readStreamMetadata } from "../../../coreos/stream-metadata";
import { bringSignature, trustedKeys } from "../../../coreos/trusted-keys";
import { bareUrl } from "../../../values/bare-url";
import { ConfigError, formatProblem } from "../../../values/config-error";
import type { Client } from "../../configuration";
import type { ConfigOf, ModelOf } from "../../framework/model";
import type { Call, DataSource } from "../../framework/resource";
import { type Diagnostic, DiagnosticError } from "../../framework/values";
import { schema } from "./schema";

type Config = ConfigOf<typeof schema>;

/** See the schema. */
export const dataSource: DataSource<Client, typeof schema> = {
  name: "coreos_stream",
  schema,
  validate,
  read: ({ config }, call) => read(config, call),
};

const WORDS = ["stream", "architecture", "platform", "format"] as const;

function validate(config: Config): readonly Diagnostic[] {
  const refuse = (path: string, detail: string): Diagnostic => ({
    severity: "error",
    summary: "Unable to look up an image of Fedora CoreOS",
    detail,
    path: [path],
  });
  const words = WORDS.filter((name) => {
    const value = config[name];
    return typeof value === "string" && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value);
  });
  const { mirror } = config;
  return [
    ...words.map((name) => refuse(name, `coreos/stream-metadata: "${name}" is no plain word of letters and digits`)),
    ...(typeof mirror === "string" && !isMirror(mirror)
      ? [
          refuse(
            "mirror",
            "coreos/stream-metadata: this is no base of a mirror\n  allowed: https://host/path, http://host/path, file:///folder or an absolute path, without user, password and query",
          ),
        ]
      : []),
  ];
}

function isMirror(mirror: string): boolean {
  if (mirror.startsWith("/")) return true;
  if (!URL.canParse(mirror)) return false;
  const { protocol, username, password, search, hash } = new URL(mirror);
  return ["https:", "http:", "file:"].includes(protocol) && username + password + search + hash === "";
}

async function read(
  config: ConfigOf<typeof schema, never>,
  { client, signal }: Call<Client>,
): Promise<ModelOf<typeof schema>> {
  const question = {
    architecture: config.architecture ?? "x86_64",
    platform: config.platform ?? "metal",
    format: config.format ?? "iso",
  };
  const mirror = config.mirror ?? undefined;
  try {
    const metadata = await readStreamMetadata({ stream: config.stream, mirror, signal });
    const { release, artifacts } = imageOf(metadata, { ...question, mirror });
    const main = artifacts["disk"] ?? artifacts["rootfs"] ?? Object.values(artifacts)[0];
    if (main === undefined) throw new Error(`the stream names no file of format ${question.format}`);
    const signedBy = config.check_signer === false ? null : await signerOf(artifacts, main, config, client, signal);
    return {
      ...config,
      ...question,
      release,
      ...described(main),
      uncompressed_sha256: main.uncompressedSha256 ?? null,
      signed_by: signedBy,
      artifacts: Object.fromEntries(Object.entries(artifacts).map(([role, one]) => [role, described(one)])),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new DiagnosticError(
      error.problems.map((problem) => ({
        severity: "error",
        summary: `Unable to look up stream "${config.stream}" of Fedora CoreOS`,
        detail: formatProblem(problem),
        path: problem.path.filter((step) => step in schema.attributes).slice(0, 1),
      })),
    );
  }
}

/** Every file's signature has to be by a key that is trusted: the release is refused as a whole. */
async function signerOf(
  artifacts: Readonly<Record<string, StreamArtifact>>,
  main: StreamArtifact,
  config: ConfigOf<typeof schema, never>,
  client: Client,
  signal: AbortSignal,
): Promise<string | null> {
  const keys = trustedKeys([...client.signingKeys, ...(config.signing_keys ?? [])]);
  let signer: string | null = null;
  for (const one of Object.values(artifacts)) {
    const { signers } = await bringSignature(one.signature, bareUrl(one.url), keys, signal);
    if (one === main) signer = signers[0] ?? null;
  }
  return signer;
}

function described({ url, sha256, signature }: StreamArtifact): { url: string; sha256: string; signature_url: string } {
  return { url, sha256, signature_url: signature };
}
