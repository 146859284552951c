import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { checkDocument, type Document } from "../documents";
import type {
  Directory,
  Disk,
  Dropin,
  File,
  Filesystem,
  Group,
  IgnitionConfig as IgnitionData,
  Link,
  User,
} from "../ignition/schema";
import type { Quadlet, Unit } from "../units/schema";
import { checkLater } from "./app-check";
import { mergeIgnition } from "./merge-ignition";
import { documentJson } from "./structure";
import { toLateDeep, withoutLateLists } from "./tokens";

/** Where podman's generator looks for quadlets. */
const QUADLET_FOLDER = "/etc/containers/systemd";

/** Something that is put on a machine as a quadlet, such as {@link Container}. */
export interface QuadletSource {
  readonly unit: Quadlet;
}

/**
 * The Ignition config of a machine, to be added to until the app is written.
 *
 * It is plain data with the spec's own names; any text, number or list in it may be a CDKTF token. It is checked at
 * synth, and where a token stood the provider checks again by the same rules.
 */
export class IgnitionConfig extends Construct {
  private parts: readonly IgnitionData[];
  private cached: { readonly parts: readonly IgnitionData[]; readonly document: Document } | undefined;

  /** @param initial what the config starts with */
  constructor(scope: Construct, id: string, initial: IgnitionData = {}) {
    super(scope, id);
    this.parts = [initial];
    checkLater(this, () => checkDocument(withoutLateLists(this.document)));
  }

  /** Adds any part of a config: the way to everything that has no method of its own. */
  add(part: IgnitionData): this {
    this.parts = [...this.parts, part];
    return this;
  }

  /** Changes the whole config as it stands: the way to what was added by others. */
  transform(change: (config: IgnitionData) => IgnitionData): this {
    this.parts = [change(this.data)];
    return this;
  }

  addFile(file: File): this {
    return this.add({ storage: { files: [file] } });
  }

  addDirectory(directory: Directory): this {
    return this.add({ storage: { directories: [directory] } });
  }

  addLink(link: Link): this {
    return this.add({ storage: { links: [link] } });
  }

  addDisk(disk: Disk): this {
    return this.add({ storage: { disks: [disk] } });
  }

  addFilesystem(filesystem: Filesystem): this {
    return this.add({ storage: { filesystems: [filesystem] } });
  }

  addUser(user: User): this {
    return this.add({ passwd: { users: [user] } });
  }

  addGroup(group: Group): this {
    return this.add({ passwd: { groups: [group] } });
  }

  /** A systemd unit. With an `[Install]` section it is started at boot, unless told otherwise. */
  addUnit(unit: Unit, { enabled = unit.Install !== undefined }: { readonly enabled?: boolean } = {}): this {
    return this.add({ systemd: { units: [enabled ? { unit, enabled } : { unit }] } });
  }

  /** A drop-in for a unit of the system. */
  addDropin(unitName: string, dropin: Dropin): this {
    return this.add({ systemd: { units: [{ name: unitName, dropins: [dropin] }] } });
  }

  /** A container, volume, network, image or build for podman. */
  addQuadlet(quadlet: Quadlet | QuadletSource): this {
    const unit = "unit" in quadlet ? quadlet.unit : quadlet;
    const document: Document = { kind: "unit", unit };
    return this.addFile({ path: `${QUADLET_FOLDER}/${unit.name}`, mode: 0o644, contents: { document } });
  }

  /** Kernel arguments that the installed system has. */
  addKernelArguments(...shouldExist: string[]): this {
    return this.add({ kernelArguments: { shouldExist } });
  }

  /** Everything so far, as plain data. */
  get data(): IgnitionData {
    return mergeIgnition(this.parts);
  }

  /** The same with tokens marked as late. */
  get document(): Document {
    if (this.cached?.parts !== this.parts) {
      this.cached = { parts: this.parts, document: { kind: "ignition", config: toLateDeep(this.data) } };
    }
    return this.cached.document;
  }

  /** The config as the provider takes it, with whatever is still added to it. */
  get json(): string {
    return Lazy.stringValue({ produce: () => documentJson(this.document) });
  }
}
