import { propose } from "../../../lib/provider/framework/propose";
import { UNKNOWN } from "../../../lib/provider/framework/values";
import { attributes, configOf } from "./a-schema";

const part = { path: "/x", disk: null, mode: null, content_wo: "secret", hash: null };

describe("propose", () => {
  describe("for a new resource", () => {
    it("puts in defaults, and unknown where the provider sets the value", () => {
      const config = configOf({
        name: "a",
        key: "secret",
        parts: [part],
        door: { host: "h", port: null },
        shelves: { top: { label: "l", serial: null } },
      });

      expect(propose(attributes, null, config)).toEqual({
        name: "a",
        note: null,
        size: 3,
        zone: UNKNOWN,
        id: UNKNOWN,
        key: null,
        tags: null,
        parts: [{ path: "/x", disk: null, mode: "0644", content_wo: null, hash: UNKNOWN }],
        door: { host: "h", port: 22 },
        shelves: { top: { label: "l", serial: UNKNOWN } },
      });
    });

    it("hands unknown values on, whole lists among them", () => {
      const proposed = propose(
        attributes,
        null,
        configOf({ name: UNKNOWN, size: UNKNOWN, parts: UNKNOWN, key: UNKNOWN }),
      );

      expect(proposed).toMatchObject({ name: UNKNOWN, size: UNKNOWN, parts: UNKNOWN, key: null });
    });
  });

  describe("for a resource that exists", () => {
    const prior = {
      ...configOf({ name: "a", size: 5, zone: "z", id: "i" }),
      parts: [{ path: "/x", disk: null, mode: "0600", content_wo: null, hash: "h" }],
      shelves: { top: { label: "l", serial: "s" } },
    };

    it("keeps what the provider has set, and goes back to the default for what is no longer set", () => {
      const config = configOf({
        name: "b",
        parts: [part, { ...part, path: "/y" }],
        shelves: { top: { label: "m", serial: null }, low: { label: "n", serial: null } },
      });

      expect(propose(attributes, prior, config)).toEqual({
        name: "b",
        note: null,
        size: 3,
        zone: "z",
        id: "i",
        key: null,
        tags: null,
        parts: [
          { path: "/x", disk: null, mode: "0644", content_wo: null, hash: "h" },
          { path: "/y", disk: null, mode: "0644", content_wo: null, hash: UNKNOWN },
        ],
        door: null,
        shelves: { top: { label: "m", serial: "s" }, low: { label: "n", serial: UNKNOWN } },
      });
    });

    it("keeps null where the provider has found nothing", () => {
      expect(propose(attributes, { ...prior, id: null, zone: null }, configOf({ name: "a" }))).toMatchObject({
        id: null,
        zone: null,
      });
    });
  });
});
