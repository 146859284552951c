import { TerraformLocal, TerraformOutput } from "cdktf";
import fc from "fast-check";
import { attributeText, structureJson } from "../../lib/constructs/structure";
import { anyText, HOSTILE } from "../constructs/hostile-texts";
import { synthesized } from "../constructs/synthesized";
import { outputsOf, tofu } from "../constructs/tofu";

describe("structureJson", () => {
  (tofu === undefined ? it.skip : it)("means to OpenTofu what was written, however hostile", () => {
    const samples = [...HOSTILE, ...fc.sample(anyText, { numRuns: 200, seed: 7 })];
    const late = (): ReturnType<typeof synthesized> =>
      synthesized((stack) => {
        const local = new TerraformLocal(stack, "name", attributeText('"late" ${text}\n'));
        new TerraformOutput(stack, "literal", { value: structureJson(samples) });
        new TerraformOutput(stack, "late", {
          value: structureJson({
            texts: samples,
            around: samples.map((sample) => `${sample}${local.asString}${sample}`),
          }),
        });
        samples.forEach(
          (sample, index) => new TerraformOutput(stack, `attribute-${index}`, { value: attributeText(sample) }),
        );
        samples.forEach(
          (sample, index) =>
            new TerraformOutput(stack, `mixed-${index}`, { value: attributeText(`${sample}${local.asString}`) }),
        );
      });

    const outputs = outputsOf(late());

    const normal = samples.map((sample) => sample.normalize("NFC"));
    expect(JSON.parse(String(outputs["literal"]))).toEqual(samples);
    expect(samples.map((_, index) => outputs[`attribute-${index}`])).toEqual(normal);
    expect(samples.map((_, index) => outputs[`mixed-${index}`])).toEqual(
      samples.map((sample) => `${sample}"late" \${text}\n`.normalize("NFC")),
    );
    expect(JSON.parse(String(outputs["late"]))).toEqual({
      texts: normal,
      around: samples.map((sample) => `${sample}"late" \${text}\n${sample}`.normalize("NFC")),
    });
  });
});
