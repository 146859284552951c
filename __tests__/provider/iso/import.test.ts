import { importIso, isoIdentityRules } from "../../../lib/provider/iso/import";
import { DiagnosticError } from "../../../lib/provider/framework/values";

const summaries: string[] = [];
const call = { warn: ({ summary }: { summary: string }) => summaries.push(summary) } as never;
beforeEach(() => summaries.splice(0));

describe("importIso", () => {
  const install = {
    node_name: "pve1",
    datastore_id: "local",
    file_name: "install-0123456789abcdef.iso",
    volume_id: "local:iso/install-0123456789abcdef.iso",
    name: "install",
  };

  it("tells from the id where the ISO lies, and warns that its content cannot be read back", async () => {
    const part = await importIso("pve1/local:iso/install-0123456789abcdef.iso", call);

    expect(part).toEqual(install);
    expect(summaries).toEqual(['The content of ISO "local:iso/install-0123456789abcdef.iso" cannot be read back']);
  });

  it("does the same by identity", async () => {
    const { node_name, datastore_id, file_name } = install;

    const part = await isoIdentityRules.toState?.({ node_name, datastore_id, file_name }, call);

    expect(part).toEqual(install);
    expect(summaries).toHaveLength(1);
  });

  it.each([
    ["without a node", "local:iso/install-0123456789abcdef.iso"],
    ["with a hash that is none", "pve1/local:iso/install-0123456789abcdeg.iso"],
    ["of another content type", "pve1/local:import/install-0123456789abcdef.iso"],
    ["with a step up", "pve1/local:iso/../install-0123456789abcdef.iso"],
    ["with more behind it", "pve1/local:iso/install-0123456789abcdef.iso\n"],
    ["that is empty", ""],
  ])("refuses an id %s", async (_name, id) => {
    const refusal: unknown = await Promise.resolve()
      .then(() => importIso(id, call))
      .catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(DiagnosticError);
    expect((refusal as DiagnosticError).diagnostics).toMatchObject([
      { severity: "error", summary: `Unable to import ISO "${id}"` },
    ]);
    expect(summaries).toEqual([]);
  });
});
