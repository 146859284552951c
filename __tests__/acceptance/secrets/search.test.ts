import { deflateRawSync } from "node:zlib";
import { placesWith } from "./search";
import { membersOf } from "./zip";

const SECRET = "CANARY0123456789abcdef";

describe("the search for secrets", () => {
  it.each([
    ["as it is", `token=${SECRET}`],
    ["in hex", Buffer.from(SECRET).toString("hex")],
    ...[0, 1, 2].map((ahead): [string, string] => [
      `in base64, behind ${ahead} other bytes`,
      Buffer.from(`${"x".repeat(ahead)}${SECRET}yz`).toString("base64"),
    ]),
  ])("finds one %s", (_name, text) => {
    expect(placesWith(SECRET, [["a log", Buffer.from(`before ${text} after`)]])).toEqual(["a log"]);
  });

  it("finds none where there is none", () => {
    expect(placesWith(SECRET, [["a log", Buffer.from(SECRET.slice(1))]])).toEqual([]);
  });

  it("reads members of an archive, packed or not", () => {
    const packed = Buffer.from(SECRET.repeat(10));

    expect(
      membersOf(
        archive([
          ["tfplan", packed, 8],
          ["version", Buffer.from("4"), 0],
        ]),
      ),
    ).toEqual([
      ["tfplan", packed],
      ["version", Buffer.from("4")],
    ]);
  });

  it("refuses what is no archive", () => {
    expect(() => membersOf(Buffer.from("PK"))).toThrow("this is no zip archive");
  });
});

/** A zip with the fields that matter to a reader. */
function archive(members: readonly (readonly [name: string, bytes: Buffer, method: 0 | 8])[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  for (const [name, bytes, method] of members) {
    const body = method === 8 ? deflateRawSync(bytes) : bytes;
    const [local, entry] = [Buffer.alloc(30), Buffer.alloc(46)];
    local.write("PK\u0003\u0004", "latin1");
    local.writeUInt16LE(name.length, 26);
    entry.write("PK\u0001\u0002", "latin1");
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(Buffer.concat(locals).length, 42);
    locals.push(local, Buffer.from(name), body);
    central.push(entry, Buffer.from(name));
  }
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(locals).length, 16);
  return Buffer.concat([...locals, ...central, end]);
}
