import type {
  Contents,
  Dropin,
  File,
  Filesystem,
  IgnitionConfig,
  IgnitionSettings,
  Luks,
  User,
} from "../../ignition/schema";
import type { Path } from "../../values/config-error";
import type { Text } from "../../values/late";
import type {
  SugaredConfig,
  SugaredContents,
  SugaredDropin,
  SugaredFile,
  SugaredFilesystem,
  SugaredLuks,
  SugaredSettings,
  SugaredSystemd,
  SugaredUnit,
  SugaredUser,
} from "../schema";
import { plainContents, remoteContents } from "./contents";
import { defined, without } from "./keys";
import type { LocalReader } from "./local-reader";
import { error } from "./problem";

/** A config whose contents are Ignition's, with what is local read in. Links may still wait for a tree. */
export function withLocalContents(config: SugaredConfig, reader: LocalReader): IgnitionConfig {
  const { ignition, kernelArguments, passwd, storage, systemd } = config;
  const kept = without(storage ?? {}, "trees");
  return defined<IgnitionConfig>({
    ignition: ignition && settings(ignition, reader),
    kernelArguments,
    passwd: passwd && defined({ ...passwd, users: passwd.users?.map((item, index) => user(item, index, reader)) }),
    storage:
      storage &&
      (defined({
        ...kept,
        luks: kept.luks?.map((item, index) => luks(item, ["storage", "luks", index], reader)),
        filesystems: kept.filesystems?.map(filesystem),
        files: kept.files?.map((item, index) => file(item, ["storage", "files", index], reader)),
      }) as IgnitionConfig["storage"]),
    systemd: systemd && (units(systemd, reader) as IgnitionConfig["systemd"]),
  });
}

function settings(given: SugaredSettings, reader: LocalReader): IgnitionSettings {
  const { config, security } = given;
  const path = ["ignition", "config"];
  const authorities = ["ignition", "security", "tls", "certificateAuthorities"];
  return defined({
    ...given,
    config:
      config &&
      defined({
        ...config,
        merge: config.merge && list(config.merge, [...path, "merge"], reader),
        replace: remoteContents(config.replace, [...path, "replace"], reader),
      }),
    security:
      security &&
      defined({
        ...security,
        tls:
          security.tls &&
          defined({
            ...security.tls,
            certificateAuthorities:
              security.tls.certificateAuthorities && list(security.tls.certificateAuthorities, authorities, reader),
          }),
      }),
  }) as IgnitionSettings;
}

function list(items: readonly SugaredContents[], path: Path, reader: LocalReader): readonly Contents[] {
  return items.flatMap((item, index) => plainContents(item, [...path, index], reader) ?? []);
}

function file(given: SugaredFile, path: Path, reader: LocalReader): File {
  return defined({
    ...given,
    contents: plainContents(given.contents, [...path, "contents"], reader),
    append: given.append && list(given.append, [...path, "append"], reader),
  }) as File;
}

/** Ignition itself mounts no swap area: where a unit does, its options are the unit's alone. */
function filesystem(given: SugaredFilesystem): Filesystem {
  const inUnit = given.withMountUnit === true && given.format === "swap";
  return without(given, "withMountUnit", ...(inUnit ? (["mountOptions"] as const) : []));
}

function luks(given: SugaredLuks, path: Path, reader: LocalReader): Luks {
  return defined({ ...given, keyFile: plainContents(given.keyFile, [...path, "keyFile"], reader) }) as Luks;
}

function user(given: SugaredUser, index: number, reader: LocalReader): User {
  const { sshAuthorizedKeysLocal: files, ...kept } = given;
  if (files === undefined) return kept;
  const keys = files.flatMap((local, place) => {
    const text = reader.text(local, ["passwd", "users", index, "sshAuthorizedKeysLocal", place]) ?? "";
    return text.split(/\r?\n/).filter((line) => line !== "");
  });
  return { ...kept, sshAuthorizedKeys: [...(kept.sshAuthorizedKeys ?? []), ...keys] };
}

function units(given: SugaredSystemd, reader: LocalReader): object {
  return defined({
    ...given,
    units: given.units?.map((item: SugaredUnit, index) => {
      const path = ["systemd", "units", index];
      const dropins = item.dropins?.map((dropin, place) => withText(dropin, [...path, "dropins", place], reader));
      return defined({ ...("unit" in item ? item : withText(item, path, reader)), dropins });
    }),
  });
}

/** A unit or drop-in whose text may be a file. */
function withText<T extends Pick<SugaredDropin, "contents" | "contentsLocal">>(
  given: T,
  path: Path,
  reader: LocalReader,
): Omit<T, "contentsLocal"> & Pick<Dropin, "contents"> {
  const { contentsLocal, ...kept } = given;
  if (contentsLocal === undefined) return kept;
  const place = [...path, "contentsLocal"];
  if (kept.contents !== undefined) {
    reader.problems.push(
      error("several-contents", place, "contents come from one place only", {
        got: "contents, contentsLocal",
        allowed: "one of contents and contentsLocal",
        fix: "remove the other",
      }),
    );
    return kept;
  }
  const contents: Text | undefined = reader.text(contentsLocal, place);
  return { ...kept, ...(contents === undefined ? {} : { contents }) };
}
