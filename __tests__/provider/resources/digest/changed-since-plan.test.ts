import { encodeDocument } from "../../../../lib/documents";
import type { Client } from "../../../../lib/provider/configuration";
import { UNKNOWN } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/digest/resource";
import { sealOf } from "../../../../lib/provider/seal/seal";
import { sha512 } from "../../../../lib/values/hash";
import { configFor } from "../../framework/config-for";
import { failureOf } from "../../proxmox/call";

const client = { seal: sealOf("0123456789abcdef0123456789abcdef") } as Client;
const around = { client, signal: new AbortController().signal, warn: () => undefined };
const config = (text: string) =>
  configFor(resource.schema, { document_wo: JSON.stringify(encodeDocument({ kind: "text", text })) });
const digest = (text: string) => ({ document_wo: null, sha512: sha512(text), size: text.length });
const prior = digest("before");

describe("slipway_digest of an ephemeral value", () => {
  it.each([
    ["created", (planned: ReturnType<typeof digest>) => resource.create({ config: config("second"), planned }, around)],
    [
      "changed",
      (planned: ReturnType<typeof digest>) => resource.update({ prior, config: config("second"), planned }, around),
    ],
  ])("refuses to be %s when it is another one than at plan, and quotes neither", async (_name, apply) => {
    const { diagnostics, state } = await failureOf(apply(digest("first")));

    expect(diagnostics).toEqual([
      {
        severity: "error",
        summary: "Unable to make the digest that was planned",
        detail: expect.stringContaining("is another one than at plan") as string,
        path: ["document_wo"],
      },
    ]);
    expect(state).toBeUndefined();
    expect(await apply(digest("second"))).toEqual(digest("second"));
  });

  it("takes what comes where nothing was known at plan", async () => {
    const planned = { document_wo: null, sha512: UNKNOWN, size: UNKNOWN } as const;

    expect(await resource.create({ config: config("second"), planned }, around)).toEqual(digest("second"));
  });
});
