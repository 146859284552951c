import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataSlipwayDocument } from "@slipway/provider-slipway/lib/data-slipway-document";
import { Digest } from "@slipway/provider-slipway/lib/digest";
import { App, type IResolvable, TerraformStack, Token } from "cdktf";
import { type Document, formatProblem, renderDocument } from "../../lib";
import { documentJson } from "../../lib/constructs/structure";
import { toLateDeep } from "../../lib/constructs/tokens";
import { PROVIDER_ADDRESS } from "../../lib/provider/address";
import { ConfigError } from "../../lib/values/config-error";
import { sha512 } from "../../lib/values/hash";
import { Late } from "../../lib/values/late";
import { lateable, type Leaf, withLeaf } from "../documents/leaves";
import { wholes } from "../documents/wholes";
import { TOFU } from "./programs";
import { Workspace } from "./provider-protocol/workspace";

jest.setTimeout(240_000);

const tofu = TOFU;
const CANARY = "canary-9f27c1";

(tofu === undefined ? describe.skip : describe)("documents that come late, through the real OpenTofu", () => {
  let space: Workspace;
  beforeAll(() => {
    const entry = join(__dirname, "../../lib/provider/main.ts");
    space = new Workspace(tofu ?? "", { entry, address: PROVIDER_ADDRESS });
  });
  afterAll(() => space.remove());

  /** Writes a stack, with values that the documents take from a variable. */
  function write(values: readonly unknown[], build: (stack: TerraformStack) => void): void {
    const stack = new TerraformStack(new App({ outdir: join(space.folder, "cdktf.out") }), "stack");
    build(stack);
    stack.prepareStack();
    const { data, resource } = stack.toTerraform() as Record<string, unknown>;
    const written = {
      terraform: { required_providers: { slipway: { source: PROVIDER_ADDRESS } } },
      provider: { slipway: { seal_secret: "0123456789abcdef0123456789abcdef" } },
      variable: { values: { default: values, sensitive: true } },
      data,
      resource,
    };
    writeFileSync(join(space.folder, "main.tf.json"), JSON.stringify(written));
    expect(space.run("init")).toMatchObject({ status: 0 });
  }

  it("have the bytes of those that are known, though every value of them is late", () => {
    const values: Leaf["value"][] = [];
    const late = wholes.map(({ document }) =>
      lateable(document).reduce((changed, { path, value }) => {
        return withLeaf(changed, path, tokenFor(value, values.push(value) - 1));
      }, document),
    );

    write(values, (stack) => {
      for (const [index, document] of late.entries()) {
        new DataSlipwayDocument(stack, `d${index}`, { document: documentJson(toLateDeep(document)) });
      }
    });
    expect(space.apply()).toMatchObject({ status: 0 });

    const states = stateOf(space);
    for (const [index, { name, document }] of wholes.entries()) {
      const { sha512: hash, text } = states.get(`d${index}`) ?? {};
      const direct = renderDocument(document);
      expect([name, hash, text]).toEqual([name, direct.sha512, direct.bytes.toString()]);
    }
  });

  it("keep literal text that OpenTofu would bring into another form", () => {
    const text = "e\u0301 \u212b ${x} %{y}";

    write(["x"], (stack) => {
      new DataSlipwayDocument(stack, "d", {
        document: documentJson({ kind: "text", text: [text, Late.token(Token.asString(variable(0)))] }),
      });
    });
    expect(space.apply()).toMatchObject({ status: 0 });

    // The attribute with the text is OpenTofu's again; files and ISOs have the bytes.
    expect(space.state("data.slipway_document.d")["sha512"]).toBe(sha512(`${text}x`));
  });

  it("are digested without a trace of their secrets, and planned in full", () => {
    const document = (secret: string | Late): Document => ({
      kind: "ignition",
      config: {
        storage: { files: [{ path: "/etc/secret", mode: 0o600, contents: ["token ", secret, " ", Late.nonce()] }] },
      },
    });
    const { sha512: hash, bytes } = renderDocument(document(CANARY));

    write([CANARY], (stack) => {
      new Digest(stack, "d", { documentWo: documentJson(document(Late.token(Token.asString(variable(0))))) });
    });
    const planned = space.plan("-out=plan");
    const applied = space.apply();
    const again = space.plan();

    expect(planned.output).toContain(hash);
    expect(applied).toMatchObject({ status: 0 });
    expect(space.state("slipway_digest.d")).toMatchObject({ sha512: hash, size: bytes.length });
    expect(again.status).toBe(0);
    expect(readFileSync(join(space.folder, "terraform.tfstate"), "utf8")).not.toContain(CANARY);
  });

  it("are refused with the words of synth", () => {
    const document = (path: string | Late): Document => ({
      kind: "ignition",
      config: { storage: { files: [{ path }] }, passwd: { users: [{ name: "ops" }] } } as never,
    });

    write(["etc/\nmotd"], (stack) => {
      new DataSlipwayDocument(stack, "d", {
        document: documentJson(document(Late.token(Token.asString(variable(0))))),
      });
    });
    const refused = space.apply();

    expect(refused.status).toBe(1);
    expect(flat(refused.output)).toContain(flat(refusalOf(document("etc/\nmotd"))));
  });
});

/** The attributes of everything in the state, by name. */
function stateOf({ folder }: Workspace): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const { resources } = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8")) as {
    resources: { name: string; instances: { attributes: Record<string, unknown> }[] }[];
  };
  return new Map(resources.map(({ name, instances }) => [name, instances[0]?.attributes ?? {}]));
}

/** One of the values of the variable. */
function variable(index: number): IResolvable {
  return { creationStack: [], resolve: () => `\${var.values[${index}]}`, toString: () => `var.values[${index}]` };
}

function tokenFor(value: Leaf["value"], index: number): unknown {
  const token = variable(index);
  if (typeof value === "string") return Token.asString(token);
  return typeof value === "number" ? Token.asNumber(token) : token;
}

function refusalOf(document: Document): string {
  try {
    renderDocument(document);
    return "nothing";
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => formatProblem(problem)).join("\n\n");
  }
}

/** OpenTofu draws a frame around what it says, and breaks lines. */
function flat(text: string): string {
  return text.replace(/[│╷╵\s]+/g, " ").trim();
}
