import { frameOf, PREFACE } from "../../../lib/provider/http2/frames";
import { headerBlock } from "../../../lib/provider/http2/header-block";
import { data, headers, Peer, peerForEachTest, setting, silent, uint32, windowUpdate } from "./peer";

describe("Connection", () => {
  const each = peerForEachTest();
  const { exchange, open } = each;

  describe("resets a stream, and goes on with the others,", () => {
    const block = (...fields: readonly Readonly<Record<string, string>>[]): Buffer =>
      // The size of the table is said at a block's beginning only.
      Buffer.concat(fields.map((each, index) => headerBlock(each).subarray(index === 0 ? 0 : 1)));
    const whole = { ":method": "POST", ":scheme": "http", ":path": "/echo" };

    it.each<[string, readonly Buffer[], string]>([
      [
        "for a header without a path",
        [headers(1, 0x5, block({ ":method": "GET", ":scheme": "http" }))],
        "PROTOCOL_ERROR",
      ],
      ["for an empty path", [headers(1, 0x5, block({ ...whole, ":path": "" }))], "PROTOCOL_ERROR"],
      ["for a pseudo-header twice", [headers(1, 0x5, block(whole, { ":path": "/x" }))], "PROTOCOL_ERROR"],
      ["for a pseudo-header behind others", [headers(1, 0x5, block({ te: "trailers" }, whole))], "PROTOCOL_ERROR"],
      [
        "for a pseudo-header that there is not",
        [headers(1, 0x5, block({ ...whole, ":status": "404" }))],
        "PROTOCOL_ERROR",
      ],
      ["for a name in upper case", [headers(1, 0x5, block({ ...whole, Te: "trailers" }))], "PROTOCOL_ERROR"],
      ["for a value with the end of a line", [headers(1, 0x5, block({ ...whole, x: "a\nb: c" }))], "PROTOCOL_ERROR"],
      [
        "for a field of HTTP/1's connections",
        [headers(1, 0x5, block({ ...whole, connection: "close" }))],
        "PROTOCOL_ERROR",
      ],
      [
        "for a length that does not hold",
        [headers(1, 0x4, block({ ...whole, "content-length": "3" })), data(1, "four")],
        "PROTOCOL_ERROR",
      ],
      ["for a trailer that is not the end", [headers(1), headers(1, 0x4, block({ x: "y" }))], "PROTOCOL_ERROR"],
      ["for a window that does not grow", [headers(1), windowUpdate(1, 0)], "PROTOCOL_ERROR"],
      ["for a window that grows too large", [headers(1), windowUpdate(1, 0x7fffffff)], "FLOW_CONTROL_ERROR"],
      ["that depends on itself", [frameOf(0x2, 0, 1, Buffer.concat([uint32(1), Buffer.from([0])]))], "PROTOCOL_ERROR"],
      ["for a priority of another length", [frameOf(0x2, 0, 1, uint32(3))], "FRAME_SIZE_ERROR"],
    ])("%s", async (_, frames, code) => {
      expect(await exchange(...frames)).toEqual([`RST_STREAM 1 ${code}`]);
      expect(await exchange(headers(3), data(3, "on"))).toEqual(["HEADERS 3", "DATA 3 on", "HEADERS 3 end"]);
    });

    it("for a body after its end", async () => {
      await open(silent);

      expect(await exchange(headers(1, 0x5), data(1, "more"))).toEqual(["RST_STREAM 1 STREAM_CLOSED"]);
    });

    it("of which more comes though it has been refused, but once", async () => {
      const bad = headers(1, 0x4, block({ ":method": "GET" }));

      expect(await exchange(bad, data(1, "more", 0), data(1, "and more"))).toEqual(["RST_STREAM 1 PROTOCOL_ERROR"]);
    });
  });

  describe("says why, and ends,", () => {
    it.each<[string, readonly Buffer[], string]>([
      ["for DATA on no stream", [data(0, "x")], "PROTOCOL_ERROR after 0: DATA is for a stream"],
      [
        "for DATA on a stream that has not begun",
        [data(1, "x")],
        "PROTOCOL_ERROR after 0: DATA on stream 1, which has not begun",
      ],
      [
        "for more padding than there is room",
        [headers(1), frameOf(0x0, 0x8, 1, Buffer.from([2, 0]))],
        "PROTOCOL_ERROR after 1: more padding than there is room",
      ],
      [
        "for padding that is missing",
        [headers(1), frameOf(0x0, 0x8, 1, Buffer.alloc(0))],
        "PROTOCOL_ERROR after 1: more padding than there is room",
      ],
      ["for a stream of an even number", [headers(2)], "PROTOCOL_ERROR after 0: a client's streams have odd numbers"],
      [
        "for a stream that has been",
        [headers(3, 0x5), headers(1, 0x5)],
        "STREAM_CLOSED after 3: HEADERS on stream 1, which is closed",
      ],
      [
        "for a header that is no header block",
        [headers(1, 0x4, Buffer.from([0x80]))],
        "COMPRESSION_ERROR after 0: there is no header field 0",
      ],
      [
        "for a priority that is cut off",
        [headers(1, 0x24, Buffer.from([0, 0]))],
        "FRAME_SIZE_ERROR after 0: a priority is cut off",
      ],
      [
        "for a frame within a header block",
        [headers(1, 0), frameOf(0x6, 0, 0, Buffer.alloc(8))],
        "PROTOCOL_ERROR after 0: a header block is not complete",
      ],
      [
        "for a header block that goes on elsewhere",
        [headers(1, 0), frameOf(0x9, 0x4, 3, Buffer.alloc(0))],
        "PROTOCOL_ERROR after 0: there is no header block to continue",
      ],
      [
        "for more of a header block that is complete",
        [frameOf(0x9, 0x4, 1, Buffer.alloc(0))],
        "PROTOCOL_ERROR after 0: there is no header block to continue",
      ],
      [
        "for a header that never ends",
        [headers(1, 0), ...Array.from({ length: 5 }, () => frameOf(0x9, 0, 1, Buffer.alloc(16_000)))],
        "ENHANCE_YOUR_CALM after 0: a header of 80009 octets",
      ],
      ["for a push", [frameOf(0x5, 0x4, 1, uint32(2))], "PROTOCOL_ERROR after 0: a client cannot push"],
      [
        "for a PING of another length",
        [frameOf(0x6, 0, 0, uint32(1))],
        "FRAME_SIZE_ERROR after 0: PING has eight octets",
      ],
      [
        "for a PING on a stream",
        [frameOf(0x6, 0, 1, Buffer.alloc(8))],
        "PROTOCOL_ERROR after 0: PING is for the connection",
      ],
      [
        "for a setting that is cut off",
        [frameOf(0x4, 0, 0, uint32(1))],
        "FRAME_SIZE_ERROR after 0: a setting is cut off",
      ],
      [
        "for settings of a stream",
        [frameOf(0x4, 0, 1, Buffer.alloc(0))],
        "PROTOCOL_ERROR after 0: SETTINGS are for the connection",
      ],
      [
        "for an acknowledgement with settings",
        [frameOf(0x4, 1, 0, Buffer.alloc(6))],
        "FRAME_SIZE_ERROR after 0: an acknowledgement says nothing else",
      ],
      [
        "for a window of settings that is too large",
        [setting(0x4, 0x80000000)],
        "FLOW_CONTROL_ERROR after 0: the window is too large",
      ],
      [
        "for frames of settings that are too small",
        [setting(0x5, 16_383)],
        "PROTOCOL_ERROR after 0: frames of 16383 octets",
      ],
      ["for a window that does not grow", [windowUpdate(0, 0)], "PROTOCOL_ERROR after 0: a window grows by something"],
      [
        "for a window that grows too large",
        [windowUpdate(0, 0x7fffffff)],
        "FLOW_CONTROL_ERROR after 0: the window is too large",
      ],
      [
        "for a window of another length",
        [frameOf(0x8, 0, 0, Buffer.alloc(3))],
        "FRAME_SIZE_ERROR after 0: WINDOW_UPDATE has four octets",
      ],
      [
        "for a reset of a stream that has not begun",
        [frameOf(0x3, 0, 1, uint32(8))],
        "PROTOCOL_ERROR after 0: RST_STREAM on stream 1, which has not begun",
      ],
      [
        "for a reset of another length",
        [headers(1), frameOf(0x3, 0, 1, Buffer.alloc(3))],
        "FRAME_SIZE_ERROR after 1: RST_STREAM has four octets",
      ],
    ])("%s", async (_, frames, why) => {
      const said = await exchange(...frames);

      expect(said.at(-1)).toBe(`GOAWAY 0 ${why}`);
      expect(each.peer.wire.destroyed).toBe(true);
    });

    it("for anything before the settings", async () => {
      const hasty = new Peer();

      expect((await hasty.exchange(PREFACE, headers(1))).at(-1)).toBe(
        "GOAWAY 0 PROTOCOL_ERROR after 0: the settings have to come first",
      );
    });
  });
});
