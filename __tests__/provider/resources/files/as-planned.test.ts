import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/files/resource";
import { sha512 } from "../../../../lib/values/hash";
import { configFor } from "../../framework/config-for";
import { aCall, failureOf } from "../../proxmox/call";
import { ScriptedApi } from "../../proxmox/scripted-api";

const server = { host: "192.0.2.1", user: "slipway", host_keys: ["ssh-ed25519 AAAA"] };
const file = (content: string | null, hash: string | typeof UNKNOWN | null): ValueObject => ({
  path: "/a",
  mode: "0644",
  content_wo: content,
  document_wo: null,
  sha512: hash,
  size: null,
  nonce: null,
});
const config = configFor(resource.schema, { server, files: [file("second", null)] }) as ValueObject;
const planned = (hash: string | typeof UNKNOWN): ValueObject => ({ ...config, files: [file(null, hash)] });

/** A client with nothing by which a server could be reached: whoever asks it for that has gone too far. */
const { client, ...around } = aCall(new ScriptedApi());
let asked = 0;
const call = {
  ...around,
  client: {
    ...client,
    get sftp() {
      asked++;
      throw new Error("the server was asked for");
    },
  },
};

describe("slipway_files of an ephemeral value", () => {
  beforeEach(() => void (asked = 0));

  it.each([
    ["create", () => resource.create({ config, planned: planned(sha512("first")) }, call as never)],
    [
      "update",
      () =>
        resource.update({ prior: planned(sha512("before")), config, planned: planned(sha512("first")) }, call as never),
    ],
  ])("refuses to %s what is another content than at plan, before the server is asked", async (_name, apply) => {
    const { diagnostics, state } = await failureOf(apply());

    expect(diagnostics).toEqual([
      {
        severity: "error",
        summary: 'Unable to publish "/a" as planned',
        detail: expect.stringContaining("is another one than at plan") as string,
        path: ["files", 0],
      },
    ]);
    expect(state).toBeUndefined();
    expect(asked).toBe(0);
  });

  it.each<[string, string | typeof UNKNOWN]>([
    ["the same content", sha512("second")],
    ["a content that was not known at plan", UNKNOWN],
  ])("goes on to the server with %s", async (_name, hash) => {
    await resource.create({ config, planned: planned(hash) }, call as never).catch(() => undefined);

    expect(asked).toBe(1);
  });
});
