import fc from "fast-check";
import { checkDocument, decodeDocument, encodeDocument, renderDocument, type Document } from "../../lib/documents";
import { ConfigError, type Problem } from "../../lib/values/config-error";
import { Late, type LateSource } from "../../lib/values/late";
import { expectSame } from "../expect-same";
import { fuzzCases } from "../fuzz";
import { ignitionConfigs } from "../ignition/arbitrary";
import { goldens, PRIVATE_KEY } from "./golden";
import { type Leaf, lateable, patternOf, throughOpenTofu, withLeaf } from "./leaves";
import { wholes } from "./wholes";

/** What the provider knows, and by their numbers values that are put in the places of leaves. */
const fillWith =
  (leaves: readonly Leaf[]) =>
  (source: LateSource): unknown => {
    if (source.from === "sealed-key") return PRIVATE_KEY;
    if (source.from === "sha512") return leaves[Number(source.of)]?.value ?? "2".repeat(128);
    return source.from === "nonce" && source.of !== undefined ? "1".repeat(32) : undefined;
  };
const fill = fillWith([]);

const documents = [...goldens, ...wholes];
const ignition: fc.Arbitrary<Document> = ignitionConfigs.map((config) => ({ kind: "ignition", config }));
/** Any document of these, and one of its leaves. */
const leaves = fc
  .oneof(ignition, fc.constantFrom(...documents.map(({ document }) => document)))
  .filter((document) => lateable(document).length > 1)
  .chain((document) => fc.tuple(fc.constant(document), fc.constantFrom(...lateable(document))));

describe.each(documents)("$name", ({ document }) => {
  const direct = renderDocument(document, fill);
  const all = lateable(document);

  it("is sound", () => {
    expect(checkDocument(document).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(all.length).toBeGreaterThan(0);
  });

  it("is not misjudged while any one of its values is late", () => {
    const refused = all.filter(({ path }) => errorsOf(withLeaf(document, path, Late.token("${x}"))).length > 0);

    expect([...new Set(refused.map(({ path }) => patternOf(path)))]).toEqual([]);
  });

  it("reaches the provider as it is when any one of its values comes through OpenTofu", () => {
    const known = decodeDocument(JSON.stringify(encodeDocument(document)));

    for (const { path, value } of all) {
      expectSame([path, throughOpenTofu(document, path, value)], [path, known]);
    }
    expect(renderDocument(known, fill)).toEqual(direct);
  });

  it.each([
    ["each", 1, 0],
    ["every second", 2, 0],
    ["every other", 2, 1],
    ["every third", 3, 2],
  ])("has the same bytes when the provider puts in %s of its values", (_name, step, first) => {
    const put = all.filter((_leaf, index) => index % step === first);
    const late = put.reduce((changed, { path }, index) => withLeaf(changed, path, Late.sha512(`${index}`)), document);

    expect(renderDocument(late, fillWith(put))).toEqual(direct);
  });
});

describe("any value of any document", () => {
  const wrong = fc.oneof(
    fc.constantFrom<unknown>("", "\n", "a\u0000b", "a b", "../x", "${x}", "%", -1, 1.5, 2 ** 40, true, null, [], {}, [
      "a",
    ]),
    fc.string(),
    fc.integer(),
  );

  it("gets the codes and places of synth if it comes late and is wrong, and else has the same bytes", () => {
    fc.assert(
      fc.property(leaves, wrong, ([document, { path }], value) => {
        // Null is what OpenTofu has for a value that is not set.
        const atSynth = verdictOf(() => withLeaf(document, path, value === null ? undefined : value));
        const atProvider = verdictOf(() => throughOpenTofu(document, path, value));

        expectSame(atProvider, atSynth);
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("is checked at synth although another value of the document is late", () => {
    fc.assert(
      fc.property(leaves, fc.nat(), ([document, { path }], choice) => {
        const others = lateable(document).filter((other) => patternOf(other.path) !== patternOf(path));
        const other = others[choice % others.length];
        fc.pre(other !== undefined);
        const broken = withLeaf(document, path, { broken: true });
        const found = errorsOf(broken).filter((problem) => problem.path.join() === path.slice(1).join());
        fc.pre(found.length > 0);

        const alsoLate = errorsOf(withLeaf(broken, (other as Leaf).path, Late.token("${x}")));

        expect(alsoLate).toEqual(expect.arrayContaining([...found]));
      }),
      { numRuns: fuzzCases(100) },
    );
  });
});

function errorsOf(document: Document): readonly Problem[] {
  return checkDocument(document).filter(({ severity }) => severity === "error");
}

/** What is wrong with a document; if nothing is, its bytes. */
function verdictOf(document: () => Document): readonly string[] | string {
  try {
    return renderDocument(document(), fill).bytes.toString("latin1");
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ code, path }) => `${code} at ${path.join(".")}`);
  }
}
