import { gunzipSync } from "node:zlib";
import { renderIgnition } from "../../lib/ignition/render";
import { goldens } from "./golden";

const PATH = "/etc/containers/systemd/dnsmasq.container";
const TEXT = [
  "[Unit]",
  "Description=DHCP for the install network",
  "",
  "[Container]",
  "Image=localhost/dnsmasq",
  "Network=host",
  "AddCapability=CAP_NET_ADMIN CAP_NET_RAW",
  "",
].join("\n");

/** What OpenTofu's `base64gzip` makes of the text. */
const PACKED =
  "H4sIAAAAAAAA/zTKQarCMBCA4f2cIjd4J8giJA/swlBEcVFKGZtoB9OZmgyItxcRl//PN5yYdISQ21xpUxK2Yed7c5VqdMmGuCmWYjjrU+odYPDCisS5jtCteMu2" +
  "yIxlkaZ/iduK7QHxi+1ngkvJ44YXKqQv610/xf/j5MK+i+ZXB3eGNwAAAP//AQAA//+zOqiuigAAAA==";

/** OpenTofu's `urlencode`, which is for forms: a blank becomes a plus, which a `data:` URL keeps as it is. */
function urlencode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

/** OpenTofu's `jsonencode({ignition={version="3.4.0"},storage={files=[…]}})`, which writes keys in alphabetical order. */
function byHand(contents: object, mode: object): number {
  return JSON.stringify({
    ignition: { version: "3.4.0" },
    storage: { files: [{ contents, ...mode, path: PATH }] },
  }).length;
}

/** The one file of a DHCP server in 3.4.0, as it is written by hand in HCL: `source=…`, and its bytes in OpenTofu 1.12. */
const FORMS: readonly (readonly [hcl: string, contents: object, withMode: number, without: number])[] = [
  ['"data:,${urlencode(text)}", whose blanks would be pluses', { source: `data:,${urlencode(TEXT)}` }, 319, 308],
  [
    '"data:,${replace(urlencode(text), "+", "%20")}"',
    { source: `data:,${urlencode(TEXT).replaceAll("+", "%20")}` },
    329,
    318,
  ],
  [
    '"data:;base64,${base64encode(text)}"',
    { source: `data:;base64,${Buffer.from(TEXT).toString("base64")}` },
    340,
    329,
  ],
  [
    '"data:text/plain;charset=utf-8;base64,${base64encode(text)}"',
    { source: `data:text/plain;charset=utf-8;base64,${Buffer.from(TEXT).toString("base64")}` },
    364,
    353,
  ],
  [
    '"data:;base64,${base64gzip(text)}", compression="gzip"',
    {
      compression: "gzip",
      source: `data:;base64,${PACKED}`,
    },
    381,
    370,
  ],
];

describe("the quadlet of a DHCP server", () => {
  const ours = renderIgnition({ storage: { files: [{ path: PATH, mode: 0o644, contents: TEXT }] } });

  it("is the golden config of that name", () => {
    const golden = goldens.find(({ name }) => name === "the quadlet of a DHCP server");

    expect(ours).toBe(JSON.stringify(golden?.rendered));
  });

  it("is what was packed", () => {
    expect(gunzipSync(Buffer.from(PACKED, "base64")).toString()).toBe(TEXT);
  });

  it.each(FORMS)("is never longer than source=%s", (_hcl, contents, withMode, without) => {
    expect(byHand(contents, { mode: 420 })).toBe(withMode);
    expect(byHand(contents, {})).toBe(without);
    expect(ours.length).toBeLessThanOrEqual(without);
  });

  it("is ten bytes shorter than the shortest of them that is right", () => {
    expect(ours.length).toBe(308);
    expect(Math.min(...FORMS.slice(1).map(([, , , without]) => without))).toBe(318);
  });
});
