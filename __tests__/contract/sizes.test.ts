import { fromJson } from "../../lib/ignition/from-json";
import { renderIgnition } from "../../lib/ignition/render";
import { tofu } from "../constructs/tofu";
import { pageAt } from "../docs/pages";
import { byHand } from "../sizes/by-hand";
import { byStructs, structsProgram } from "../sizes/by-structs";
import { sizedConfigs } from "../sizes/configs";
import { sizesIn } from "../sizes/page";

const page = sizesIn(pageAt("docs/sizes.md").text);
const ours = sizedConfigs.map(({ config }) => renderIgnition(config));

/** What a config means, whoever wrote it: in our words. */
function meaning(json: string): string {
  const { config, problems } = fromJson(json);
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return renderIgnition(config);
}

(tofu === undefined ? describe.skip : describe)("the configs of docs/sizes.md, by hand", () => {
  const hand = byHand(tofu ?? "", sizedConfigs);
  const written = sizedConfigs.map(({ name }) => hand[name] ?? "");

  it("mean what ours mean", () => {
    expect(written.map(meaning)).toEqual(ours);
  });

  it("are as large as the page says", () => {
    expect(written.map((json) => Buffer.byteLength(json))).toEqual(page.map((row) => row.byHand));
  });
});

const program = structsProgram();
(program === undefined ? describe.skip : describe)("the configs of docs/sizes.md, by Ignition's Go structs", () => {
  const written = byStructs(
    program ?? "",
    sizedConfigs.map(({ config }) => config),
  );

  it("mean what ours mean", () => {
    expect(written.map(meaning)).toEqual(ours);
  });

  it("are as large as the page says", () => {
    expect(written.map((json) => Buffer.byteLength(json))).toEqual(page.map((row) => row.byStructs));
  });
});
