import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { fromJson } from "../../lib/ignition/from-json";
import { mergeAll, mergeConfigs } from "../../lib/ignition/merge";
import { renderIgnition } from "../../lib/ignition/render";
import type { File, IgnitionConfig } from "../../lib/ignition/schema";
import { validateIgnition } from "../../lib/ignition/validate";
import { renderDocument } from "../../lib/documents/render";
import { sha512 } from "../../lib/values/hash";
import { Late } from "../../lib/values/late";
import { fuzzCases } from "../fuzz";
import { overlapping } from "../ignition/arbitrary-overlap";
import { findIgnition, provision } from "./judges/ignition";
import type { Node, Tree } from "./judges/tree";
import { changes, KERNEL_ARGUMENTS, rich, SEEDS, served, VALUES } from "./provisioned";
import { TREE } from "./provisioned-tree";
import { randomTree } from "./random-tree";
import { dataUrl, written } from "./written";

const program = findIgnition();
const judged = program === undefined ? it.skip : it;

jest.setTimeout(300_000);

describe("the stages of Ignition", () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer(({ url: path, headers }, response) => {
      const known = path === "/lines.gz" && headers["x-word"] === "let app in";
      if (path === "/other") response.end("what was not meant");
      else response.writeHead(known ? 200 : 404).end(known ? served : undefined);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });

  judged("write each thing exactly as it is typed", async () => {
    const { bytes } = renderDocument({ kind: "ignition", config: rich({ ...VALUES, server: url }) });

    const provisioned = await provision(program ?? "", bytes.toString(), SEEDS);

    expect(provisioned).toMatchObject({ failed: undefined, complaints: [], kernelArguments: KERNEL_ARGUMENTS });
    expect(settled(provisioned.tree)).toEqual(TREE);
  });

  judged("write what comes late as what is known", async () => {
    const late = { server: "", key: "", mode: 0, name: "", enabled: true, line: "" };
    const config = rich(Object.fromEntries(Object.keys(late).map((name) => [name, Late.token(name)])) as never);
    const values: Readonly<Record<string, unknown>> = { ...VALUES, server: url };
    const { bytes } = renderDocument({ kind: "ignition", config }, (source) =>
      source.from === "token" ? values[String(source.token)] : undefined,
    );

    const provisioned = await provision(program ?? "", bytes.toString(), SEEDS);

    expect(provisioned).toMatchObject({ failed: undefined, complaints: [], kernelArguments: KERNEL_ARGUMENTS });
    expect(settled(provisioned.tree)).toEqual(TREE);
  });

  judged(
    "write any files, folders and links byte for byte",
    async () => {
      for (let left = fuzzCases(); left > 0; left -= 1000) {
        const { config, tree } = randomTree(Math.min(left, 1000));

        const provisioned = await provision(program ?? "", renderIgnition(config), {});

        expect(provisioned).toMatchObject({ failed: undefined, complaints: [] });
        expect(settled(provisioned.tree)).toEqual({ ...tree, "/etc": ["d0755 0:0"] });
      }
    },
    100_000 + 100 * fuzzCases(),
  );

  judged("read every character of a text as it stands, question marks wherever they are", async () => {
    const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
    const texts = [
      "?",
      "a?",
      "?a",
      "??",
      "a??",
      "?a?b?",
      "a?b=c&d",
      "a?#b",
      "//a?b",
      "/?",
      ":?",
      "@a:b?c",
      "%3F?",
      "?%",
      ...ascii,
    ];
    const files = texts.map((contents, index): File => ({ path: `/srv/${index}`, contents }));

    const provisioned = await provision(program ?? "", renderIgnition({ storage: { files } }), {});

    expect(provisioned).toMatchObject({ failed: undefined, complaints: [] });
    expect(texts.map((_, index) => provisioned.tree[`/srv/${index}`]?.[1])).toEqual(texts);
  });

  judged("stop at content that is not the one that was meant, and write nothing of what follows", async () => {
    const file = (path: string): File => ({ path, contents: "written\n" });
    const verification = { hash: `sha512-${sha512("what was meant")}` };
    const config: IgnitionConfig = {
      storage: {
        files: [
          // The deeper a path, the later it is written.
          file("/srv/before"),
          { path: "/srv/1/wrong", contents: { source: `${url}/other`, verification } },
          file("/srv/1/2/after"),
        ],
      },
      systemd: { units: [{ name: "after.service", contents: "[Service]\nExecStart=/bin/true\n" }] },
    };

    const provisioned = await provision(program ?? "", renderIgnition(config), { "/etc/hosts": "::1 localhost\n" });

    expect(provisioned.failed).toBe("files");
    expect(provisioned.complaints.join("\n")).toContain("hash verification failed");
    expect(provisioned.tree).toEqual({
      "/etc": ["d0755 0:0"],
      "/etc/hosts": ["-0644 0:0", "::1 localhost\n"],
      "/srv": ["d0755 0:0"],
      "/srv/1": ["d0755 0:0"],
      "/srv/before": ["-0644 0:0", "written\n"],
    });
  });

  judged("take the hash of a content in either case, that of a config in lower case only", async () => {
    const config = JSON.stringify({ ignition: { version: "3.4.0" } });
    const upper = (text: string) => ({ hash: `sha512-${sha512(text).toUpperCase()}` });
    const lower = (text: string) => ({ hash: `sha512-${sha512(text)}` });
    const merging = (verification: object): string =>
      JSON.stringify({
        ignition: { version: "3.4.0", config: { merge: [{ ...dataUrl(Buffer.from(config)), verification }] } },
        storage: { files: [{ path: "/srv/a", contents: { source: "data:,hello", verification: upper("hello") } }] },
      });

    expect(await provision(program ?? "", merging(lower(config)), {})).toMatchObject({
      failed: undefined,
      tree: { "/srv/a": ["-0644 0:0", "hello"] },
    });
    const refused = await provision(program ?? "", merging(upper(config)), {});
    expect(refused.failed).toBe("fetch-offline");
    expect(refused.complaints.join("\n")).toContain("hash verification failed");
    expect(codesOf(merging(upper(config)))).toEqual(["ignition/hash-case"]);
    expect(codesOf(merging(lower(config)))).toEqual([]);
  });

  judged("write for two configs that we merge what they write for two that they merge themselves", async () => {
    const parent = rich({ ...VALUES, server: url });
    const child = changes;
    const ours = rendered(mergeConfigs(parent, child));
    const theirs = rendered({ ...parent, ignition: { config: { merge: [rendered(child)] } } });

    const [byUs, byThem] = [await provision(program ?? "", ours, SEEDS), await provision(program ?? "", theirs, SEEDS)];

    expect(byUs).toMatchObject({ failed: undefined, complaints: [] });
    expect(byThem).toMatchObject({ failed: undefined, complaints: [] });
    expect(byUs.kernelArguments).toEqual(byThem.kernelArguments);
    expect(settled(byUs.tree)).toEqual(settled(byThem.tree));
    expect(settled(byUs.tree)).toMatchObject({
      "/srv/forms/text": ["l 0:0", "/srv/forms/bytes"],
      "/srv/links/dangling": ["d0700 0:0"],
      "/srv/owned/by-id": ["-0600 12345:0", "theirs\n"],
    });
  });

  judged("merge several configs, one after the other, to what we merge them to", async () => {
    const some = overlapping({ stable: false }).map((config): IgnitionConfig => ({ ...config, ignition: undefined }));
    for (const [parent, ...children] of fc.sample(fc.tuple(some, some, some), 10)) {
      const merge = children.map((child) => dataUrl(Buffer.from(written(child))));

      const theirs = await configAtBoot({ ...parent, ignition: { config: { merge } } });
      const ours = await configAtBoot(mergeAll(parent, ...children));

      expect({ parent, children, ...ours, ignition: {} }).toEqual({ parent, children, ...theirs, ignition: {} });
    }
  });
});

/** What is wrong with a config in JSON, in reading it and in what it means. */
function codesOf(json: string): readonly string[] {
  const { config, problems } = fromJson(json);
  return [...problems, ...validateIgnition(config)].map(({ code }) => code);
}

function rendered(config: IgnitionConfig): string {
  return renderDocument({ kind: "ignition", config }).bytes.toString();
}

/** Without what differs from run to run, and what the programs that make users leave for themselves. */
function settled(tree: Tree): Tree {
  const { "/etc/.ignition-result.json": result, ...rest } = tree;
  expect(result?.[0]).toBe("-0600 0:0");
  const kept = Object.entries(rest).filter(([path]) => !/^\/etc\/(?:.*-|\.pwd\.lock)$/.test(path));
  return Object.fromEntries(kept.map(([path, node]) => [path, path === "/etc/shadow" ? withoutDays(node) : node]));
}

/** The day on which a password was changed. */
function withoutDays([what, content]: Node): Node {
  return [what, String(content).replaceAll(/(?<=^[^:]*:[^:]*:)\d+/gm, "DAY")];
}

async function configAtBoot(config: IgnitionConfig): Promise<object> {
  const { failed, complaints, config: cached } = await provision(program ?? "", written(config), {}, ["fetch"]);
  expect(failed === undefined ? [] : complaints).toEqual([]);
  return cached as object;
}
