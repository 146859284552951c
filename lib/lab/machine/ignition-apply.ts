import { applyDisks, filesystemOn } from "./disk-layout";
import { FileError, parentPath } from "./file-tree";
import type { FileView } from "./file-view";
import type { Drive } from "./hardware";
import { IgnitionError, readIgnition, type IgnitionConfig } from "./ignition-config";
import { readResource, type Fetch } from "./ignition-resource";
import { mergeConfigs } from "./ignition-merge";

export interface IgnitionRun {
  readonly view: FileView;
  readonly drives: readonly Drive[];
  readonly fetch: Fetch;
  readonly log: (line: string) => void;
}

/** What Ignition leaves behind apart from files. */
export interface AppliedIgnition {
  /** Units that a preset enables, in the order of the config. */
  readonly enabledUnits: readonly string[];
}

const unitDirectory = "/etc/systemd/system";

/** Runs Ignition: fetches what the config merges, then disks, files and units. @throws IgnitionError */
export async function runIgnition(bytes: Buffer, run: IgnitionRun): Promise<AppliedIgnition> {
  const config = await fetchConfig(bytes, run);
  applyDisks(config, run.drives);
  try {
    mountFilesystems(config, run);
    await writeNodes(config, run);
    return { enabledUnits: writeUnits(config, run) };
  } catch (error) {
    if (error instanceof FileError) throw new IgnitionError(`files: ${error.message}`);
    throw error;
  }
}

/** Reads a config and everything that it refers to as config. */
export async function fetchConfig(
  bytes: Buffer,
  run: Pick<IgnitionRun, "fetch" | "log">,
  depth = 0,
): Promise<IgnitionConfig> {
  if (depth > 8) throw new IgnitionError("too many levels of merged configs");
  const { config, warnings } = readIgnition(bytes);
  for (const warning of warnings) run.log(`ignition: ${warning}`);
  const { merge = [], replace } = config.ignition.config ?? {};
  const fetchOne = async (resource: Parameters<typeof readResource>[0], what: string): Promise<IgnitionConfig> =>
    fetchConfig(await readResource(resource, run.fetch, what), run, depth + 1);
  if (replace?.source) return fetchOne(replace, "config.replace");
  let merged = config;
  for (const [index, resource] of merge.entries()) {
    merged = mergeConfigs(merged, await fetchOne(resource, `config.merge[${index}]`));
  }
  return merged;
}

function mountFilesystems(config: IgnitionConfig, run: IgnitionRun): void {
  for (const filesystem of config.storage?.filesystems ?? []) {
    const mounted = filesystemOn(run.drives, filesystem.device);
    if (filesystem.path && mounted) {
      run.view.mount({ target: filesystem.path, node: mounted.root, readOnly: false });
    }
  }
}

async function writeNodes(config: IgnitionConfig, run: IgnitionRun): Promise<void> {
  const { files = [], directories = [], links = [] } = config.storage ?? {};
  for (const directory of [...directories].sort((a, b) => a.path.length - b.path.length)) {
    const made = run.view.makeDirectories(directory.path);
    if (typeof directory.mode === "number") made.mode = directory.mode;
  }
  for (const file of files) {
    if (run.view.isDirectory(file.path)) throw new IgnitionError(`${file.path} is a directory`);
    run.view.makeDirectories(parentPath(file.path));
    const present = run.view.exists(file.path);
    if (present && file.contents && !file.overwrite && file.contents.source) {
      throw new IgnitionError(`error creating file "${file.path}": a file exists there already and overwrite is false`);
    }
    if (file.contents || !present) {
      const data = await readResource(file.contents ?? {}, run.fetch, file.path);
      run.view.write(file.path, data).mode = file.mode ?? 0o644;
    }
    for (const part of file.append ?? []) {
      const node = run.view.file(file.path);
      node.data = Buffer.concat([node.data, await readResource(part, run.fetch, file.path)]);
    }
    if (typeof file.mode === "number") run.view.file(file.path).mode = file.mode;
  }
  for (const link of links) {
    run.view.makeDirectories(parentPath(link.path));
    if (link.overwrite && run.view.findLink(link.path)) run.view.remove(link.path);
    run.view.makeLink(link.path, link.target ?? "");
  }
}

function writeUnits(config: IgnitionConfig, run: IgnitionRun): string[] {
  const enabled: string[] = [];
  for (const unit of config.systemd?.units ?? []) {
    const path = `${unitDirectory}/${unit.name}`;
    if (unit.mask) run.view.makeLink(path, "/dev/null");
    else if (typeof unit.contents === "string") run.view.write(path, Buffer.from(unit.contents));
    for (const dropin of unit.dropins ?? []) {
      run.view.makeDirectories(`${path}.d`);
      run.view.write(`${path}.d/${dropin.name}`, Buffer.from(dropin.contents ?? ""));
    }
    if (unit.enabled) enabled.push(unit.name);
  }
  return enabled;
}
