import { renderDocument } from "../../lib/documents";
import type { IgnitionConfig } from "../../lib/ignition/schema";

describe("renderDocument", () => {
  it("writes the defaults that are spelled out in a config that Ignition merges, and only there", () => {
    const config: IgnitionConfig = {
      storage: { files: [{ path: "/etc/a", mode: 0o644, overwrite: false, contents: "" }] },
    };
    const document = { kind: "ignition", config };
    const text = renderDocument({
      kind: "ignition",
      config: {
        ignition: { config: { merge: [{ document }] }, newer: { version: "3.7.0" }, security: { newer: { a: 1 } } },
        storage: { files: [{ path: "/etc/served.ign", contents: { document } }] },
        systemd: { newer: { b: 2 } },
      },
    }).bytes.toString();

    const child = (source: unknown): unknown =>
      JSON.parse(Buffer.from(String(source).replace("data:;base64,", ""), "base64").toString());
    const { ignition, storage, ...rest } = JSON.parse(text) as Record<string, never> & {
      ignition: { config: { merge: [{ source: string }] }; security: object };
      storage: { files: [{ contents: { source: string } }] };
    };
    expect(child(ignition.config.merge[0].source)).toEqual({
      ignition: { version: "3.4.0" },
      storage: { files: [{ path: "/etc/a", overwrite: false, mode: 420, contents: { source: "data:," } }] },
    });
    expect(child(storage.files[0].contents.source)).toEqual({
      ignition: { version: "3.4.0" },
      storage: { files: [{ path: "/etc/a", contents: { source: "data:," } }] },
    });
    expect([ignition.security, rest]).toEqual([{ a: 1 }, { systemd: { b: 2 } }]);
  });
});
