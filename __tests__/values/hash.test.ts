import { hashRefusal, sha256, sha512, verificationHash } from "../../lib/values/hash";

const SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const SHA512_OF_ABC =
  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

describe("sha256, sha512 and verificationHash", () => {
  it("hash text and bytes alike", () => {
    expect(sha256("abc")).toBe(SHA256_OF_ABC);
    expect(sha512(Buffer.from("abc"))).toBe(SHA512_OF_ABC);
    expect(verificationHash("abc")).toBe(`sha512-${SHA512_OF_ABC}`);
    expect(verificationHash("abc", "sha256")).toBe(`sha256-${SHA256_OF_ABC}`);
  });
});

describe("hashRefusal", () => {
  it.each([`sha512-${SHA512_OF_ABC}`, `sha256-${SHA256_OF_ABC.toUpperCase()}`])("accepts %s", (text) => {
    expect(hashRefusal(text, "test")).toBeUndefined();
  });

  it.each([
    ["no function", SHA256_OF_ABC],
    ["an unknown function", `md5-${SHA256_OF_ABC}`],
    ["a name that every object has", `toString-${SHA256_OF_ABC}`],
    ["a digest that is cut", `sha512-${SHA256_OF_ABC}`],
    ["digits that are not hex", `sha256-${"g".repeat(64)}`],
    ["a line end", `sha256-${SHA256_OF_ABC}\n`],
    ["nothing", ""],
  ])("refuses %s", (_name, text) => {
    expect(hashRefusal(text, "test")).toMatchObject({ code: "test/hash" });
  });
});
