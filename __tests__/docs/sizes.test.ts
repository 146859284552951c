import { renderIgnition } from "../../lib/ignition/render";
import { sizedConfigs } from "../sizes/configs";
import { sizesIn, sizesPage } from "../sizes/page";
import { pageAt } from "./pages";

const { text } = pageAt("docs/sizes.md");
const rows = sizesIn(text);

describe("docs/sizes.md", () => {
  it("is what its figures make of it", () => {
    expect(text).toBe(sizesPage(rows));
  });

  it("holds the sizes that configs have now (else: npx tsx __tests__/sizes/write.ts)", () => {
    expect(rows.map(({ title, ours }) => [title, ours])).toEqual(
      sizedConfigs.map(({ title, config }) => [title, Buffer.byteLength(renderIgnition(config))]),
    );
  });

  it("shows none of ours above what is written by hand, or printed by Go", () => {
    expect(rows).toHaveLength(5);
    expect(rows.filter(({ byHand, byStructs, ours }) => ours > byHand || ours > byStructs)).toEqual([]);
  });
});
