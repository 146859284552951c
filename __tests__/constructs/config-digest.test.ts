import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { IgnitionConfig, renderDocument } from "../../lib";
import { sha512 } from "../../lib/values/hash";
import { Late } from "../../lib/values/late";
import { AddressManager } from "./foreign";
import { aProxmox, synthesize, synthesizeStack } from "./synth";

/** Shows hash and size of a config, and what the stack has beside them. */
function digestOf(
  build: (stack: TerraformStack, config: IgnitionConfig) => void,
  more?: (stack: TerraformStack) => void,
) {
  const stack = synthesizeStack((stack) => {
    const config = new IgnitionConfig(stack, "config");
    new TerraformOutput(stack, "sha512", { value: config.sha512 });
    new TerraformOutput(stack, "size", { value: config.size });
    more?.(stack);
    build(stack, config);
  });
  return { stack, values: [stack.output?.["sha512"]?.value, stack.output?.["size"]?.value] };
}

describe("sha512 and size of an IgnitionConfig", () => {
  it("are written as they are where all is known, with what is added after they were asked for", () => {
    const { stack, values } = digestOf((_stack, config) => config.addFile({ path: "/etc/a", contents: "a" }));
    const text =
      '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/a","contents":{"source":"data:,a"}}]}}';

    expect(values).toEqual([sha512(text), text.length]);
    expect(Object.keys(stack.resource ?? {})).toEqual([]);
    expect(stack.provider).toBeUndefined();
  });

  it("are those of the config with its own nonce", () => {
    const { values } = digestOf((_stack, config) => config.addFile({ path: "/etc/nonce", contents: Late.nonce() }));
    const { sha512, bytes } = renderDocument({
      kind: "ignition",
      config: { storage: { files: [{ path: "/etc/nonce", contents: Late.nonce() }] } },
    });

    expect(values).toEqual([sha512, bytes.length]);
  });

  it("are left to the provider where something is not known, which keeps no more of the config", () => {
    const { stack, values } = digestOf((stack, config) => {
      const { stringValue } = new TerraformVariable(stack, "secret", { type: "string", sensitive: true });
      config.addFile({ path: "/etc/secret", contents: stringValue });
    });

    expect(values).toEqual([
      "${slipway_digest.config_digest_1B19FD07.sha512}",
      "${slipway_digest.config_digest_1B19FD07.size}",
    ]);
    expect(stack.resource).toEqual({
      slipway_digest: {
        config_digest_1B19FD07: {
          document_wo:
            '${jsonencode({"kind":"ignition","config":{"storage":{"files":[{"path":"/etc/secret","contents":var.secret}]}}})}',
        },
      },
    });
    expect(stack.provider).toEqual({ slipway: [{}] });
  });

  it("are left to the provider where only that knows a key", () => {
    const { stack } = digestOf((_stack, config) =>
      config.addFile({ path: "/etc/key", mode: 0o600, contents: Late.sealedKey("install", 1, "private") }),
    );

    expect(Object.keys(stack.resource ?? {})).toEqual(["slipway_digest"]);
  });

  it("use the provider of the stack's cluster", () => {
    const { stack } = digestOf(
      (_stack, config) => config.addFile({ path: "/etc/key", contents: Late.sealedKey("install", 1, "public") }),
      (stack) => void aProxmox(stack).slipway(stack),
    );

    expect(stack.provider?.["slipway"]).toEqual([{ endpoint: "https://pve1.example.org:8006" }]);
  });

  it("can be part of another config, in another stack too", () => {
    const { other } = synthesize((app) => {
      const [stack, elsewhere] = [new TerraformStack(app, "one"), new TerraformStack(app, "other")];
      for (const one of [stack, elsewhere]) new AddressManager(one);
      const base = new IgnitionConfig(stack, "base").addFile({ path: "/etc/a", contents: "a" });
      const source = "https://example.org/base.ign";
      const config = new IgnitionConfig(elsewhere, "config");
      config.addMergeSource({ source, verification: { hash: `sha512-${base.sha512}` } });
      new TerraformOutput(elsewhere, "json", { value: config.json });
    });
    const text =
      '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/a","contents":{"source":"data:,a"}}]}}';

    expect(other?.output?.["json"]?.value).toContain(`"hash":"sha512-${sha512(text)}"`);
  });

  it("are nothing where the config is refused: that alone is said", () => {
    const build = () =>
      synthesizeStack((stack) => {
        const config = new IgnitionConfig(stack, "config").addFile({ path: "etc/a" });
        new TerraformOutput(stack, "sha512", { value: config.sha512 });
      });

    expect(build).toThrow(/^ignition\/relative-path at stack\/config\/storage\.files\[0\]\.path\n(?:  .*\n?)+$/);
  });
});
