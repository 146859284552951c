import type { Construct } from "constructs";
import { fromButane } from "../butane/from-butane";
import { localFiles } from "../butane/local-files";
import type {
  SugaredConfig,
  SugaredDropin,
  SugaredFile,
  SugaredFilesystem,
  SugaredLink,
  SugaredLuks,
  SugaredUser,
  Tree,
} from "../butane/schema";
import type { Document } from "../documents";
import { fromJson } from "../ignition/from-json";
import { inJson } from "../ignition/importing/words";
import type { Directory, Disk, Group, Raid } from "../ignition/schema";
import { isQuadletName } from "../units/reference";
import { referencedUnits } from "../units/references";
import type { Quadlet, Unit } from "../units/schema";
import { ConfigInParts, type Origin } from "./config-in-parts";
import type { ConfigSource } from "./config-source";
import { toLateDeep } from "./tokens";

/** Where podman's generator looks for quadlets. */
const QUADLET_FOLDER = "/etc/containers/systemd";

/** Something that is put on a machine as a quadlet, such as {@link Container}. */
export interface QuadletSource {
  readonly unit: Quadlet;
}

/** Options of {@link IgnitionConfig}. */
export type IgnitionConfigOptions = Pick<Origin, "filesDirectory">;

/**
 * The Ignition config of a machine, to be added to until the app is written.
 *
 * It is plain data with the spec's own names, with or without Butane's sugar; any text, number or list in it may be a
 * CDKTF token. It is checked at synth, and where a token stood the provider checks again by the same rules.
 */
export class IgnitionConfig extends ConfigInParts {
  /** @param initial what the config starts with */
  constructor(scope: Construct, id: string, initial: SugaredConfig = {}, options: IgnitionConfigOptions = {}) {
    super(scope, id, initial, options);
  }

  /** Reads Butane YAML of variant fcos, 1.5.0 to 1.7.0. What is wrong in it is reported at synth. */
  static fromButane(scope: Construct, id: string, yaml: string, options: IgnitionConfigOptions = {}): IgnitionConfig {
    const { filesDirectory } = options;
    const files = filesDirectory === undefined ? undefined : localFiles(filesDirectory);
    const { config, problems, locate } = fromButane(yaml, files, toLateDeep);
    const origin: Origin = { filesDirectory, problems, locate };
    return new IgnitionConfig(scope, id, config, origin);
  }

  /** Reads an Ignition config of any version 3. What is wrong in it, or not understood, is reported at synth. */
  static fromJson(scope: Construct, id: string, text: string): IgnitionConfig {
    const { config, problems } = fromJson(text);
    const origin: Origin = { problems, locate: inJson };
    return new IgnitionConfig(scope, id, config, origin);
  }

  addFile(file: SugaredFile): this {
    return this.add({ storage: { files: [file] } });
  }

  addDirectory(directory: Directory): this {
    return this.add({ storage: { directories: [directory] } });
  }

  addLink(link: SugaredLink): this {
    return this.add({ storage: { links: [link] } });
  }

  /** All that is below a local folder, copied. */
  addTree(tree: Tree): this {
    return this.add({ storage: { trees: [tree] } });
  }

  addDisk(disk: Disk): this {
    return this.add({ storage: { disks: [disk] } });
  }

  addRaid(raid: Raid): this {
    return this.add({ storage: { raid: [raid] } });
  }

  /** An encrypted volume. */
  addLuks(luks: SugaredLuks): this {
    return this.add({ storage: { luks: [luks] } });
  }

  addFilesystem(filesystem: SugaredFilesystem): this {
    return this.add({ storage: { filesystems: [filesystem] } });
  }

  addUser(user: SugaredUser): this {
    return this.add({ passwd: { users: [user] } });
  }

  addGroup(group: Group): this {
    return this.add({ passwd: { groups: [group] } });
  }

  /** A systemd unit. With an `[Install]` section it is started at boot, unless told otherwise. */
  addUnit(unit: Unit, { enabled = unit.Install !== undefined }: { readonly enabled?: boolean } = {}): this {
    return this.add({ systemd: { units: [enabled ? { unit, enabled } : { unit }] } });
  }

  /** A drop-in for a unit, of the system or added here. */
  addDropin(unitName: string, dropin: SugaredDropin): this {
    return this.add({ systemd: { units: [{ name: unitName, dropins: [dropin] }] } });
  }

  /** A quadlet for podman, with the quadlets and units that it refers to. One that is there already is not added again. */
  addQuadlet(quadlet: Quadlet | QuadletSource): this {
    const unit = "unit" in quadlet ? quadlet.unit : quadlet;
    for (const other of referencedUnits(unit)) {
      if (isQuadletName(other.name)) this.addQuadletFile(other);
      else this.addUnit(other);
    }
    return this.addQuadletFile(unit);
  }

  /** Kernel arguments that the installed system has. */
  addKernelArguments(...shouldExist: string[]): this {
    return this.add({ kernelArguments: { shouldExist } });
  }

  /** A config that Ignition fetches when it runs and merges into this one. */
  addMergeSource(source: ConfigSource): this {
    return this.add({ ignition: { config: { merge: [source] } } });
  }

  /** A config that Ignition fetches when it runs and uses instead of this one. */
  replaceWith(source: ConfigSource): this {
    return this.add({ ignition: { config: { replace: source } } });
  }

  private addQuadletFile(unit: Unit): this {
    const document: Document = { kind: "unit", unit };
    return this.addFile({ path: `${QUADLET_FOLDER}/${unit.name}`, mode: 0o644, contents: { document } });
  }
}
