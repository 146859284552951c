import { frameOf, PREFACE } from "../../../lib/provider/http2/frames";
import { headerBlock } from "../../../lib/provider/http2/header-block";
import {
  data,
  HEADER,
  headers,
  Peer,
  peerForEachTest,
  REQUEST,
  setting,
  SETTINGS,
  silent,
  TRAILER,
  uint32,
  windowUpdate,
} from "./peer";

describe("Connection", () => {
  const each = peerForEachTest();
  const { exchange, open } = each;

  it("says first that streams and connection may send as much as they like", async () => {
    const another = new Peer();

    expect(await another.exchange(PREFACE, SETTINGS)).toEqual([
      "SETTINGS 0 00047fffffff",
      "WINDOW_UPDATE 0 7fff0000",
      "SETTINGS 0 ack",
    ]);
  });

  describe("for a request", () => {
    const ANSWER = ["HEADERS 1", "DATA 1 hello", "HEADERS 1 end"];

    it("answers with header, body and trailer, all at once", async () => {
      const written = jest.spyOn(each.peer.wire, "_write");

      expect(await exchange(headers(1), data(1, "hello"))).toEqual(ANSWER);
      expect(written).toHaveBeenCalledTimes(1);
    });

    it("takes its body in pieces, padded or not", async () => {
      const padded = frameOf(0x0, 0x8, 1, Buffer.from("\x03el\0\0\0"));

      expect(await exchange(headers(1), data(1, "h", 0), padded, data(1, "lo"))).toEqual(ANSWER);
    });

    it("takes its header in pieces, padded and with a priority", async () => {
      const first = Buffer.concat([
        Buffer.from([2]),
        uint32(0),
        Buffer.from([15]),
        REQUEST.subarray(0, 3),
        Buffer.alloc(2),
      ]);
      const frames = [
        headers(1, 0x28, first),
        frameOf(0x9, 0, 1, REQUEST.subarray(3, 5)),
        frameOf(0x9, 0x4, 1, REQUEST.subarray(5)),
      ];

      expect(await exchange(...frames, data(1, "hello"))).toEqual(ANSWER);
    });

    it("takes a trailer for its end", async () => {
      const trailer = headerBlock({ "x-checked": "yes" });

      expect(await exchange(headers(1), data(1, "hello", 0), headers(1, 0x5, trailer))).toEqual(ANSWER);
    });

    it("answers others meanwhile", async () => {
      expect(await exchange(headers(1), headers(3), data(3, "three"), data(1, "hello"))).toEqual([
        "HEADERS 3",
        "DATA 3 three",
        "HEADERS 3 end",
        ...ANSWER,
      ]);
    });

    it("answers nothing once the client has lost interest", async () => {
      const cancel = frameOf(0x3, 0, 1, uint32(0x8));

      expect(await exchange(headers(1), data(1, "hel", 0), cancel)).toEqual([]);
    });
  });

  describe("for a client that takes little at a time", () => {
    it("sends as much of the body as the stream takes, and the rest later", async () => {
      expect(await exchange(setting(0x4, 3), headers(1), data(1, "hello"))).toEqual([
        "SETTINGS 0 ack",
        "HEADERS 1",
        "DATA 1 hel",
      ]);
      expect(await exchange(windowUpdate(1, 1))).toEqual(["DATA 1 l"]);
      expect(await exchange(setting(0x4, 4))).toEqual(["SETTINGS 0 ack", "DATA 1 o", "HEADERS 1 end"]);
    });

    it("waits for a stream whose window has fallen below zero", async () => {
      await exchange(setting(0x4, 4), headers(1), data(1, "hello"));

      expect(await exchange(setting(0x4, 2), windowUpdate(1, 2))).toEqual(["SETTINGS 0 ack"]);
      expect(await exchange(windowUpdate(1, 1))).toEqual(["DATA 1 o", "HEADERS 1 end"]);
    });

    it("sends no more than the connection takes, whatever the streams do", async () => {
      const large = "x".repeat(16_000);
      const requests = [1, 3, 5, 7].flatMap((id) => [headers(id), data(id, large)]);
      await exchange(setting(0x4, 100_000), ...requests);

      const frames = await exchange(headers(9), data(9, large));
      expect(frames).toEqual(["HEADERS 9", `DATA 9 ${"x".repeat(65_535 - 4 * 16_000)}`]);
      const rest = await exchange(windowUpdate(0, 100_000));
      expect(rest).toEqual([`DATA 9 ${"x".repeat(5 * 16_000 - 65_535)}`, "HEADERS 9 end"]);
    });

    it("sends a large body in frames that anybody takes", async () => {
      const large = "x".repeat(16_000);
      const pieces = Array.from({ length: 3 }, (_, index) => data(1, large, index === 2 ? 1 : 0));

      const frames = await exchange(headers(1), ...pieces);

      expect(frames.map((frame) => frame.length - "DATA 1 ".length)).toEqual([2, 16_384, 16_384, 15_232, 6]);
    });
  });

  it("answers a PING with the same", async () => {
    expect(await exchange(frameOf(0x6, 0, 0, Buffer.from("12345678")))).toEqual(["PING 0 ack"]);
  });

  it("passes over what it does not know, or has no use for", async () => {
    const unknown = frameOf(0xee, 0xff, 77, Buffer.from("anything"));
    const goaway = frameOf(0x7, 0, 0, uint32(0, 0));
    const priority = frameOf(0x2, 0, 5, Buffer.concat([uint32(3), Buffer.from([1])]));

    expect(await exchange(unknown, goaway, priority, setting(0x99, 1))).toEqual(["SETTINGS 0 ack"]);
  });

  describe("once it is to stop", () => {
    it("says so, answers what is under way, and ends", async () => {
      let answer = (): void => undefined;
      await open((stream, on) => ({
        add: () => undefined,
        end: () => (answer = () => on.answer(stream, HEADER, Buffer.from("late"), TRAILER)),
      }));
      await exchange(headers(1), data(1, "x"));

      each.peer.connection.stop();
      expect(await exchange(headers(3), data(3, "y"))).toEqual([
        "GOAWAY 0 NO_ERROR after 1: ",
        "RST_STREAM 3 REFUSED_STREAM",
      ]);

      answer();
      expect(await exchange()).toEqual(["HEADERS 1", "DATA 1 late", "HEADERS 1 end"]);
      expect(each.peer.wire.destroyed).toBe(true);
    });

    it("does not wait for streams that stay silent", async () => {
      await open((stream, on) => {
        on.keepOpen(stream, HEADER);
        return silent(stream, on);
      });
      await exchange(headers(1, 0x5));

      each.peer.connection.stop();

      expect(await exchange()).toEqual(["GOAWAY 0 NO_ERROR after 1: "]);
      expect(each.peer.wire.destroyed).toBe(true);
    });
  });
});
