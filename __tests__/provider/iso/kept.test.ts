import { ResourceDriver } from "../../../lib/provider/framework/resource-driver";
import { Session } from "../../../lib/provider/framework/session";
import type { Client } from "../../../lib/provider/configuration";
import type { ValueObject } from "../../../lib/provider/framework/values";
import { isKeptIso, keepIso } from "../../../lib/provider/iso/kept";
import { resource } from "../../../lib/provider/resources/cidata-iso/resource";
import { aCall } from "../proxmox/call";
import { onTheLab, type OnTheLab } from "../proxmox/on-the-lab";
import { ScriptedApi } from "../proxmox/scripted-api";

const volumeId = "local:iso/web-0123456789abcdef.iso";
const on = (node: string) => ({ node, datastore: "local", volumeId });
const { signal } = new AbortController();
const status = (shared: number) =>
  new ScriptedApi().on("GET /nodes/pve1/storage/local/status", { content: "iso", shared });

describe("isKeptIso", () => {
  it("says no of what it has not been told of, and asks nobody", async () => {
    expect(await isKeptIso(new ScriptedApi(), on("pve1"), signal)).toBe(false);
  });

  it.each([
    ["the very file, new or not", on("pve1"), true, status(0), true],
    ["a file that was there already, as seen from another node", on("pve2"), false, status(0), true],
    ["a new file in the same datastore, which is shared", on("pve2"), true, status(1), true],
    ["a new file in another datastore of the same name", on("pve2"), true, status(0), false],
    ["a new file in a datastore of which nothing can be learnt", on("pve2"), true, new ScriptedApi(), true],
  ])("compares with %s", async (_name, place, isNew, api, expected) => {
    keepIso(api, place, isNew);

    expect(await isKeptIso(api, on("pve1"), signal)).toBe(expected);
  });
});

describe("slipway_cidata_iso", () => {
  let lab: OnTheLab;
  beforeEach(async () => void (lab = await onTheLab()));
  afterEach(() => lab.stop());

  const config = (node: string): ValueObject => ({
    ...Object.fromEntries(Object.keys(resource.schema.attributes).map((name) => [name, null])),
    node_name: node,
    datastore_id: "local",
    name: "web",
    ignition_wo: JSON.stringify({ kind: "ignition", config: {} }),
  });

  /** As OpenTofu starts the provider for each command. */
  function started(): ResourceDriver<Client> {
    const session = new Session<Client>();
    session.configured(aCall(lab.connect()).client, true);
    return new ResourceDriver(resource, session, "slipway");
  }

  async function created(driver: ResourceDriver<Client>, node: string): Promise<ValueObject | null> {
    const { planned } = (await driver.plan(null, config(node))).value;
    const { value, diagnostics } = await driver.apply(null, planned, config(node));
    expect(diagnostics).toEqual([]);
    return value;
  }

  const files = async (node: string): Promise<unknown> => lab.connect().get(`/nodes/${node}/storage/local/content`);

  it("leaves no file behind where it moves to another node's own datastore, created before it is destroyed", async () => {
    const before = await created(started(), "pve1");
    const driver = started();

    const after = await created(driver, "pve2");
    const destroyed = await driver.apply(before, null, null);

    expect(destroyed).toEqual({ value: null, diagnostics: [] });
    expect(await files("pve1")).toEqual([]);
    expect(await files("pve2")).toEqual([expect.objectContaining({ volid: after?.volume_id })]);
  });
});
