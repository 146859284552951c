import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { renderDocument } from "../../lib/documents/render";
import { Late } from "../../lib/values/late";
import { findIgnition, provision } from "./judges/ignition";
import type { Node, Tree } from "./judges/tree";
import { KERNEL_ARGUMENTS, rich, SEEDS, served, TREE, VALUES } from "./provisioned";

const program = findIgnition();
const judged = program === undefined ? it.skip : it;

jest.setTimeout(300_000);

describe("the stages of Ignition", () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer(({ url: path, headers }, response) => {
      const known = path === "/lines.gz" && headers["x-word"] === "let app in";
      response.writeHead(known ? 200 : 404).end(known ? served : undefined);
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
});

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
