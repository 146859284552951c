import { readFileSync } from "node:fs";
import { findFile, readExtent } from "../../../../lib/coreos/iso9660";
import { imageInMemory } from "../../../../lib/coreos/image-file";
import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/cidata-iso/resource";
import { Life } from "../../proxmox/life";
import { leastPrivileges, onTheLab, type LabSettings, type OnTheLab } from "../../proxmox/on-the-lab";

let lab: OnTheLab;

afterEach(() => lab.stop());

async function anIsoOn(settings: LabSettings = {}): Promise<Life> {
  lab = await onTheLab(settings);
  return new Life(resource, lab.connect);
}

function config(hostname = "web", changes: ValueObject = {}): ValueObject {
  const files = [{ path: "/etc/hostname", contents: `${hostname}\n` }];
  return {
    ...Object.fromEntries(Object.keys(resource.schema.attributes).map((name) => [name, null])),
    node_name: "pve1",
    datastore_id: "local",
    name: "web",
    ignition_wo: JSON.stringify({ kind: "ignition", config: { storage: { files } } }),
    ...changes,
  };
}

async function files(): Promise<readonly string[]> {
  const content = await lab.connect().get("/nodes/pve1/storage/local/content", { content: "iso" });
  return (content as { volid: string }[]).map(({ volid }) => volid);
}

/** A file of the ISO that lies in the datastore. */
async function inIso({ state }: Life, shortName: string): Promise<string> {
  const image = imageInMemory(readFileSync(lab.pve.isoPath(String(state?.volume_id), "pve1")));
  const extent = await findFile(image, shortName);
  return extent === undefined ? "" : (await readExtent(image, extent, 100_000)).toString();
}

describe("slipway_cidata_iso on the lab", () => {
  it("uploads the config, exchanges it for a changed one, and removes it", async () => {
    const iso = await anIsoOn();

    expect(await iso.apply(config())).toMatchObject({ errors: [], warnings: [] });
    expect(iso.state).toMatchObject({
      file_name: expect.stringMatching(/^web-[0-9a-f]{16}\.iso$/) as string,
      ignition_wo: null,
      ignition_sha512: expect.stringMatching(/^[0-9a-f]{128}$/) as string,
    });
    expect(JSON.parse(await inIso(iso, "USERDATA"))).toMatchObject({
      storage: { files: [{ path: "/etc/hostname", contents: { source: "data:,web%0A" } }] },
    });
    expect(await inIso(iso, "METADATA")).toBe('instance-id: "web"\n');
    expect(await iso.drift(config())).toEqual([]);
    const first = iso.state?.volume_id;

    expect(await iso.apply(config("other"))).toMatchObject({ errors: [], replaced: true });
    expect(iso.state?.volume_id).not.toBe(first);
    expect(await files()).toEqual([iso.state?.volume_id]);

    expect(await iso.apply(null)).toMatchObject({ errors: [], state: null });
    expect(await files()).toEqual([]);
  });

  it("gives another instance id another file", async () => {
    const iso = await anIsoOn();
    await iso.apply(config());
    const first = iso.state?.volume_id;

    await iso.apply(config("web", { instance_id: "web-2" }));

    expect(iso.state?.volume_id).not.toBe(first);
    expect(await inIso(iso, "METADATA")).toBe('instance-id: "web-2"\n');
  });

  it("leaves nothing behind when the connection breaks, and the next apply finishes", async () => {
    let broken = true;
    const iso = await anIsoOn({
      faults: ({ path }) => (broken && path.endsWith("/upload") ? { dropAfterBytes: 20_000 } : undefined),
    });

    const { errors, state } = await iso.apply(config());
    const left = await files();
    broken = false;

    expect(errors).toMatchObject([{ summary: 'Unable to upload ISO "web"' }]);
    expect(state).toBeNull();
    expect(left).toEqual([]);
    expect(await iso.apply(config())).toMatchObject({ errors: [] });
    expect(await files()).toHaveLength(1);
  });

  it("names the privilege that the token lacks", async () => {
    const iso = await anIsoOn({ privileges: leastPrivileges.filter((name) => name !== "Datastore.AllocateTemplate") });

    const { errors } = await iso.apply(config());

    expect(errors[0]?.detail).toContain("lacks Datastore.AllocateTemplate on /storage/local");
    expect(await files()).toEqual([]);
  });

  it("imports an ISO for what its name says, and changes nothing where the configuration makes the same", async () => {
    const iso = await anIsoOn();
    await iso.apply(config());
    const made = iso.state;
    const warnings: string[] = [];
    const call = { warn: ({ summary }: { summary: string }) => warnings.push(summary) } as never;

    const part = await resource.importState?.(`pve1/${String(made?.volume_id)}`, call);
    iso.state = {
      ...Object.fromEntries(Object.keys(resource.schema.attributes).map((name) => [name, null])),
      ...part,
    } as ValueObject;
    const { errors, replaced } = await iso.apply(config());

    expect(warnings).toEqual([`The content of ISO "${String(made?.volume_id)}" cannot be read back`]);
    expect([errors, replaced]).toEqual([[], false]);
    expect(iso.state).toEqual(made);
  });

  it("refuses what could not be made, at its place", async () => {
    await anIsoOn();
    const refusedAt = (changes: ValueObject): unknown =>
      resource.validate?.(config("web", changes)).map(({ path }) => path);

    expect(refusedAt({})).toEqual([]);
    expect(refusedAt({ name: "../x", instance_id: 'a"\nb: c' })).toEqual([["name"], ["instance_id"]]);
    expect(refusedAt({ ignition_wo: '{"kind":"text","text":"x"}' })).toEqual([["ignition_wo"]]);
    expect(refusedAt({ ignition_wo: UNKNOWN, instance_id: UNKNOWN })).toEqual([]);
    await expect(async () => resource.importState?.("pve1/local:iso/debian.iso", {} as never)).rejects.toThrow(
      "The id has to be <node>/<datastore>:iso/<name>-<16 hex digits>.iso",
    );
  });
});
