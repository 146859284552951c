import fc from "fast-check";
import type { IgnitionConfig, IgnitionSettings, KernelArguments, Passwd, Systemd } from "../../lib/ignition/schema";
import { remoteSources, words } from "./arbitrary-contents";
import { storages } from "./arbitrary-storage";

function settings(): fc.Arbitrary<IgnitionSettings> {
  const merge = fc.uniqueArray(fc.oneof(remoteSources({ verified: true }), childConfigs), {
    selector: (item) => JSON.stringify(typeof item === "object" && "source" in item ? item.source : item),
    maxLength: 2,
  });
  const authorities = fc.uniqueArray(remoteSources({ verified: true }), {
    selector: ({ source }) => source,
    maxLength: 2,
  });
  return fc.record(
    {
      version: fc.constant("3.6.0" as const),
      config: fc.record({ merge, replace: remoteSources({ verified: true }) }, { requiredKeys: [] }),
      timeouts: fc.record(
        { httpResponseHeaders: fc.constantFrom(0, 10, 30), httpTotal: fc.constantFrom(0, 600) },
        { requiredKeys: [] },
      ),
      security: fc.record(
        { tls: fc.record({ certificateAuthorities: authorities }, { requiredKeys: [] }) },
        { requiredKeys: [] },
      ),
      proxy: fc.record(
        {
          httpProxy: fc.constantFrom("https://proxy.example:3128", "http://proxy.example"),
          httpsProxy: fc.constant("https://proxy.example"),
          noProxy: fc.subarray(["10.20.0.0/24", "example.org", "*"]),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
}

const childConfigs = fc
  .constantFrom("3.4.0", "3.5.0")
  .map((version) => JSON.stringify({ ignition: { version }, kernelArguments: { shouldExist: ["quiet"] } }));

function kernelArguments(): fc.Arbitrary<KernelArguments> {
  const all = ["quiet", "mitigations=auto,nosmt", "console=ttyS0", 'dyndbg="file a.c +p"', "rd.luks.options=discard"];
  return fc.tuple(fc.shuffledSubarray(all), fc.nat(all.length), fc.boolean()).map(([some, count, both]) => ({
    shouldExist: some.slice(0, count),
    ...(both || count < some.length ? { shouldNotExist: some.slice(count) } : {}),
  }));
}

function passwds(): fc.Arbitrary<Passwd> {
  const groupNames = fc.uniqueArray(names, { maxLength: 3 });
  const userNames = fc.uniqueArray(names, { maxLength: 3 });
  return fc.tuple(groupNames, userNames, fc.boolean()).chain(([groups, users, empty]) =>
    fc
      .record({
        groups: fc.tuple(...groups.map((name, index) => oneGroup(name, index))),
        users: fc.tuple(...users.map((name, index) => oneUser(name, index, [...groups, "wheel"]))),
      })
      .map((passwd) => (empty || passwd.groups.length > 0 ? passwd : { users: passwd.users })),
  );
}

const names = fc.stringMatching(/^[a-z][a-z0-9_-]{0,7}$/).map((name) => `u${name}`);
/** A field of /etc/passwd: any one line without a colon. */
const fields = fc.constantFrom("", "Ada Lovelace", 'Grün & Söhne, "quoted" %h \\x ${y}');

function oneGroup(name: string, index: number): fc.Arbitrary<NonNullable<Passwd["groups"]>[number]> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant({ name, shouldExist: false }) },
    {
      weight: 4,
      arbitrary: fc.record(
        {
          name: fc.constant(name),
          gid: fc.constant(3000 + index),
          passwordHash: fc.constant("*"),
          shouldExist: fc.constant(true),
          system: fc.boolean(),
        },
        { requiredKeys: ["name"] },
      ),
    },
  );
}

function oneUser(
  name: string,
  index: number,
  groups: readonly string[],
): fc.Arbitrary<NonNullable<Passwd["users"]>[number]> {
  const keys = fc.uniqueArray(
    fc.constantFrom(
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPa a@b",
      "ssh-rsa AAAAB3NzaC1yc2E= grün",
      'restrict,command="x %h" k',
    ),
    { maxLength: 3 },
  );
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant({ name, shouldExist: false }) },
    {
      weight: 6,
      arbitrary: fc.record(
        {
          name: fc.constant(name),
          passwordHash: fc.constantFrom("", "*", "$y$j9T$saltsalt$hashhash"),
          sshAuthorizedKeys: keys,
          uid: fc.constant(2000 + index),
          gecos: fields,
          homeDir: fc.constant(`/var/home/${name}`),
          noCreateHome: fc.boolean(),
          primaryGroup: fc.constantFrom(...groups),
          groups: fc.subarray([...groups]),
          noUserGroup: fc.boolean(),
          noLogInit: fc.boolean(),
          shell: fc.constantFrom("/bin/bash", "/sbin/nologin"),
          shouldExist: fc.constant(true),
          system: fc.boolean(),
        },
        { requiredKeys: ["name"] },
      ),
    },
  );
}

function systemds(): fc.Arbitrary<Systemd> {
  const unitNames = fc.uniqueArray(
    fc
      .tuple(fc.stringMatching(/^[a-z][a-z0-9:_.-]{0,6}$/), fc.constantFrom(".service", "@.service", ".timer", ".path"))
      .map(([name, suffix]) => `${name}x${suffix}`),
    { maxLength: 3 },
  );
  return fc
    .option(unitNames, { nil: undefined })
    .chain((given) => (given === undefined ? fc.constant({}) : fc.record({ units: fc.tuple(...given.map(oneUnit)) })));
}

function oneUnit(name: string): fc.Arbitrary<NonNullable<Systemd["units"]>[number]> {
  const dropins = fc.uniqueArray(
    fc.record(
      { name: fc.constantFrom("10-a.conf", "20-b.conf", "grün b.conf"), contents: unitTexts },
      { requiredKeys: ["name"] },
    ),
    { selector: (dropin) => dropin.name, maxLength: 2 },
  );
  return fc.record(
    {
      name: fc.constant(name),
      enabled: fc.boolean(),
      mask: fc.constant(false),
      contents: unitTexts,
      dropins,
    },
    { requiredKeys: ["name"] },
  );
}

/** Texts that are units by Ignition's parser, with values of every kind. */
const unitTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("", "[Unit]\n", "# nothing\n[Service]\nExecStart=/bin/a \\\n  b\n"),
  fc
    .array(fc.tuple(fc.constantFrom("Unit", "Service", "X-Own"), fc.array(words, { maxLength: 3 })), { maxLength: 2 })
    .map((sections) =>
      [...sections, ["Install", ["multi-user.target"]] as const]
        .map(([section, values]) => [`[${section}]`, ...values.map((value) => `Key=${value}`), ""].join("\n"))
        .join("\n"),
    ),
);

/**
 * Valid configs of any kind: every section and every option, defaults spelled out and lists left empty too. None of
 * them earns an error; some earn warnings.
 */
export const ignitionConfigs: fc.Arbitrary<IgnitionConfig> = fc
  .tuple(
    fc.option(settings(), { nil: undefined }),
    fc.option(kernelArguments(), { nil: undefined }),
    fc.option(passwds(), { nil: undefined }),
    fc.option(storages(), { nil: undefined }),
    fc.option(systemds(), { nil: undefined }),
  )
  .map(([ignition, kernel, passwd, storage, systemd]) => ({
    ...(ignition === undefined ? {} : { ignition }),
    ...(kernel === undefined ? {} : { kernelArguments: kernel }),
    ...(passwd === undefined ? {} : { passwd }),
    ...(storage === undefined ? {} : { storage }),
    ...(systemd === undefined ? {} : { systemd }),
  }));
