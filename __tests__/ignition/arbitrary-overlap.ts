import fc from "fast-check";
import type { Contents, IgnitionConfig, RemoteResource, Storage } from "../../lib/ignition/schema";

/**
 * Configs that have much in common, so that merging two of them has something to do. Each is sound, and so is what any
 * of them make together.
 *
 * @param stable whether nothing moves from one list to another, is taken away or is put at a list's end: where that
 *   happens it matters in Ignition as well which of three configs are merged first
 */
export function overlapping({ stable }: { readonly stable: boolean }): fc.Arbitrary<IgnitionConfig> {
  return optional({
    ignition: optional({
      version: fc.constantFrom("3.4.0", "3.5.0", "3.6.0"),
      config: optional({ merge: list(anyContents(stable), where), replace: remote(stable) }),
      timeouts: optional({ httpResponseHeaders: fc.nat(2), httpTotal: fc.nat(2) }),
      security: optional({ tls: optional({ certificateAuthorities: list(anyContents(stable), where) }) }),
      proxy: optional({
        httpProxy: url,
        httpsProxy: url,
        noProxy: fc.shuffledSubarray(["a.example", "b.example", "*"]),
      }),
    }),
    kernelArguments: kernelArguments(stable),
    passwd: optional({
      users: list(
        named(
          "core",
          "app",
          "db",
        )({
          passwordHash: word,
          sshAuthorizedKeys: fc.shuffledSubarray(["ssh-ed25519 A a", "ssh-ed25519 B b", "ssh-rsa C c"]),
          uid: fc.nat(2),
          gecos: word,
          homeDir: path,
          noCreateHome: fc.boolean(),
          primaryGroup: word,
          groups: fc.shuffledSubarray(["wheel", "sudo", "adm"]),
          noUserGroup: fc.boolean(),
          noLogInit: fc.boolean(),
          shell: path,
          shouldExist: fc.boolean(),
          system: fc.boolean(),
        }),
        ({ name }) => name,
      ),
      groups: list(
        named("g1", "g2")({ gid: fc.nat(2), passwordHash: word, shouldExist: fc.boolean(), system: fc.boolean() }),
        ({ name }) => name,
      ),
    }),
    storage: fc
      .tuple(
        optional({ disks: list(disk, device), raid: list(raid(stable), nameOf), luks: luks(stable) }),
        optional({ filesystems: list(filesystem(stable), device) }),
        nodes(stable),
      )
      .map(([disks, filesystems, files]) => ({ ...disks, ...filesystems, ...files })),
    systemd: optional({
      units: list(
        named(
          "a.service",
          "b.timer",
        )({
          contents: fc.constantFrom("[Unit]\nDescription=a\n", "", "[Unit]\nDescription=b\n"),
          enabled: fc.boolean(),
          mask: fc.boolean(),
          dropins: list(named("10-a.conf", "20-b.conf")({ contents: fc.constantFrom("[Unit]\n", "") }), nameOf),
        }),
        nameOf,
      ),
    }),
  }) as fc.Arbitrary<IgnitionConfig>;
}

const word = fc.constantFrom("one", "two");
const path = fc.constantFrom("/one", "/two");
const url = fc.constantFrom("http://a.example", "https://b.example");
const words = fc.array(word, { maxLength: 2 });
const nameOf = ({ name }: { readonly name: string }): string => name;
const device = (item: { readonly device: string }): string => item.device;

function optional<T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;
}

/** Up to three items, of which no two are known by the same. */
function list<T>(item: fc.Arbitrary<T>, key: (item: T) => unknown): fc.Arbitrary<T[]> {
  return fc.uniqueArray(item, { selector: key, maxLength: 3 });
}

function named(...names: readonly string[]) {
  return <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
    fc.tuple(fc.constantFrom(...names), optional<T>(fields)).map(([name, rest]) => ({ name, ...rest }));
}

/** Where contents come from: what is given in the config is written as base64. */
function where(contents: Contents): string {
  const { source } = contents as RemoteResource;
  return typeof source === "string" ? source : JSON.stringify(contents);
}

const texts: fc.Arbitrary<Contents> = fc.constantFrom("", "a\n", "ü %", { base64: "AP8=" });

function remote(stable: boolean): fc.Arbitrary<RemoteResource> {
  const value = stable ? fc.constantFrom("1", "2") : fc.constantFrom("1", "2", undefined);
  const header = fc.tuple(fc.constantFrom("Accept", "X-A", "X-B"), value).map(([name, given]) => ({
    name,
    ...(given === undefined ? {} : { value: given }),
  }));
  return fc
    .tuple(
      fc.constantFrom("http://a.example/1", "http://a.example/2", "https://b.example/3"),
      optional({
        verification: optional({ hash: fc.constantFrom(`sha512-${"0a".repeat(64)}`, `sha256-${"f1".repeat(32)}`) }),
        compression: fc.constant("gzip" as const),
        httpHeaders: list(header, nameOf),
      }),
    )
    .map(([source, rest]) => ({ source, ...rest }) as RemoteResource);
}

function anyContents(stable: boolean): fc.Arbitrary<Contents> {
  return fc.oneof(texts, remote(stable));
}

function kernelArguments(stable: boolean) {
  const all = ["quiet", "nosmt", "console=ttyS0", "debug"];
  return fc
    .tuple(fc.shuffledSubarray(all), fc.nat(all.length))
    .map(([some, cut]) =>
      stable
        ? [some.filter((item) => item < "n"), some.filter((item) => item > "n")]
        : [some.slice(0, cut), some.slice(cut)],
    )
    .map(([shouldExist, shouldNotExist]) => ({ shouldExist, shouldNotExist }));
}

const partition = optional({
  typeGuid: fc.constantFrom("0FC63DAF-8483-4772-8E79-3D69D8477DE4", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"),
  wipePartitionEntry: fc.boolean(),
  resize: fc.boolean(),
});

const disk = fc
  .tuple(
    fc.constantFrom("/dev/a", "/dev/b"),
    optional({
      wipeTable: fc.boolean(),
      partitions: list(
        fc.oneof(
          fc.tuple(fc.constantFrom(1, 2), partition).map(([number, rest]) => ({ number, ...rest })),
          fc.tuple(fc.constantFrom("x", "y"), partition).map(([label, rest]) => ({ label, ...rest })),
        ),
        (item) => JSON.stringify("number" in item ? item.number : item.label),
      ),
    }),
  )
  .map(([name, rest]) => ({ device: name, ...rest }));

function raid(stable: boolean) {
  return named(
    "r1",
    "r2",
  )({ spares: fc.nat(1), ...(stable ? {} : { options: words }) }).chain((rest) =>
    fc
      .record({
        level: fc.constantFrom("raid1" as const, "raid5" as const),
        devices: fc.shuffledSubarray(["/dev/c", "/dev/d", "/dev/e"], { minLength: 2 }),
      })
      .map((required) => ({ ...rest, ...required })),
  );
}

/** Each volume has its own way to be unlocked, as they exclude each other. */
function luks(stable: boolean): fc.Arbitrary<NonNullable<Storage["luks"]>[number][]> {
  const common = {
    label: word,
    uuid: word,
    discard: fc.boolean(),
    openOptions: fc.shuffledSubarray(["--one", "--two"]),
    wipeVolume: fc.boolean(),
    ...(stable ? {} : { options: words }),
  };
  const tang = fc
    .tuple(url, word, fc.option(fc.constant('{"payload":"a","protected":"b","signature":"c"}')))
    .map(([at, thumbprint, advertisement]) => ({
      url: at,
      thumbprint,
      ...(advertisement === null ? {} : { advertisement }),
    }));
  const pins = optional({ tang: list(tang, (item) => item.url), tpm2: fc.boolean(), threshold: fc.nat(2) });
  const custom = fc.record({
    custom: fc.record(
      { pin: fc.constantFrom("tpm2", "sss"), config: word, needsNetwork: fc.boolean() },
      { requiredKeys: ["pin", "config"], noNullPrototype: true },
    ),
  });
  const volume = (name: string, rest: fc.Arbitrary<object>) =>
    fc.tuple(optional(common), rest).map(([shared, own]) => ({ name, device: "/dev/f", ...shared, ...own }));
  return fc
    .tuple(
      volume("pins", optional({ keyFile: remote(stable), clevis: pins })),
      volume("custom", optional({ keyFile: texts, clevis: custom })),
      volume("cex", optional({ cex: optional({ enabled: fc.boolean() }) })),
    )
    .chain((volumes) => fc.shuffledSubarray(volumes));
}

function filesystem(stable: boolean) {
  return fc.constantFrom("/dev/g", "/dev/h").chain((name) =>
    optional({
      path: fc.constant(`/mnt${name}`),
      label: word,
      uuid: word,
      wipeFilesystem: fc.boolean(),
      ...(stable ? {} : { options: words, mountOptions: words }),
    }).chain((rest) =>
      fc.constantFrom("ext4" as const, "xfs" as const).map((format) => ({ device: name, format, ...rest })),
    ),
  );
}

/** Files, folders and links. A path's name says whether its contents are fetched; if stable, also what it is. */
function nodes(stable: boolean): fc.Arbitrary<Pick<Storage, "directories" | "files" | "links">> {
  const owners = {
    overwrite: fc.boolean(),
    user: fc.record({ id: fc.nat(2) }),
    group: fc.record({ name: word }),
  };
  const mode = fc.constantFrom(0o600, 0o4755);
  const one = fc.constantFrom("local1", "local2", "fetched1", "fetched2").chain((name) => {
    const contents = name.startsWith("local") ? texts : remote(stable);
    const at = (kind: string) => fc.constant(stable ? `/n/${kind}/${name}` : `/n/${name}`);
    const append = stable ? {} : { append: fc.array(anyContents(stable), { maxLength: 2 }) };
    return fc.oneof(
      fc.record(
        { kind: fc.constant("directories"), path: at("d"), ...owners, mode },
        { requiredKeys: ["kind", "path"], noNullPrototype: true },
      ),
      fc.record(
        { kind: fc.constant("files"), path: at("f"), ...owners, mode, contents, ...append },
        { requiredKeys: ["kind", "path", "contents"], noNullPrototype: true },
      ),
      fc.record(
        { kind: fc.constant("links"), path: at("l"), ...owners, target: path, hard: fc.boolean() },
        { requiredKeys: ["kind", "path", "target"], noNullPrototype: true },
      ),
    );
  });
  return fc.uniqueArray(one, { selector: (node) => node.path, maxLength: 5 }).map((items) => {
    const of = (kind: string) => items.flatMap(({ kind: is, ...node }) => (is === kind ? [node] : []));
    return { directories: of("directories"), files: of("files"), links: of("links") } as Pick<
      Storage,
      "directories" | "files" | "links"
    >;
  });
}
