import fc from "fast-check";
import type { Command, FailingCommand, IpxeScript, Step } from "../../lib/ipxe/schema";
import { mutated } from "../mutated";
import { hostile } from "../units/hostile";

const letters = (alphabet: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const record = (shape: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> =>
  fc.record(shape).map((value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)));

const name = fc.tuple(letters("abcxyz", 1), letters("abcXYZ019_-", 8)).map((parts) => parts.join(""));
const setting = fc.constantFrom("net0/mac", "128.2:string", "uuid", "next-server").map((one) => ({ setting: one }));
/** All that iPXE takes as it stands, a `$` or a `#` in the middle included. */
const plain = letters("abcXYZ019.,:;_/+*?!=@%^~[](){}<>&|-'\"`", 8).filter((text) => !/^(?:\|\||&&|;)$/.test(text));
const word = fc.oneof(
  plain,
  fc.tuple(plain, setting, plain).map((pieces) => [...pieces]),
  setting,
  letters("abc", 3).map((text) => `${text}#$${text}`),
);
export const phrase = fc.oneof(
  word,
  fc.array(plain, { minLength: 1, maxLength: 4 }).map((words) => words.join(" ")),
  fc.tuple(plain, setting).map(([text, one]) => [`${text} `, one]),
);
const bare = letters("abcXYZ019.,:_/+*-", 8);
export const kernelArgument = fc.oneof(
  bare,
  fc.tuple(bare, setting).map(([text, one]) => [`${text}=`, one]),
  fc
    .tuple(letters("abc.", 6), fc.array(bare, { minLength: 1, maxLength: 3 }))
    .map(([key, words]) => `${key}=${words.join(" ")}`),
);
const url = fc
  .tuple(fc.constantFrom("http://a/", "https://b.example:8/", "tftp://10.0.0.1/"), letters("abc019._/?=%-", 8))
  .map((parts) => parts.join(""));
const fetch = { url, name: maybe(name), timeoutSeconds: maybe(fc.integer({ min: 1, max: 3600 })), post: maybe(name) };
const words = maybe(fc.array(bare, { minLength: 1, maxLength: 3 }));
const flag = maybe(fc.constant(true));
const count = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

const failing: Readonly<Record<FailingCommand["command"], Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  set: { name, value: phrase },
  clear: { name },
  show: { name },
  read: { name },
  inc: { name, by: maybe(count(1, 99)) },
  isset: { setting: fc.constantFrom("nonce", "net0.dhcp/128.2:string") },
  iseq: { left: word, right: word },
  cpuid: { bit: count(0, 31), extended: flag, register: maybe(fc.constantFrom("edx", "ecx")) },
  ifopen: { interfaces: maybe(fc.constant(["net0", "net1"])) },
  ifclose: {},
  dhcp: {},
  ifconf: { configurator: maybe(fc.constantFrom("dhcp", "ipv6")), interfaces: maybe(fc.constant(["net0"])) },
  imgfetch: { ...fetch, arguments: words },
  kernel: { ...fetch, arguments: fc.array(kernelArgument, { maxLength: 4 }) },
  initrd: { ...fetch, arguments: words },
  chain: { ...fetch, arguments: words, autofree: flag, replace: flag },
  imgargs: { image: name, arguments: fc.array(kernelArgument, { minLength: 1, maxLength: 4 }) },
  imgfree: { image: maybe(name) },
  imgstat: {},
  imgtrust: { allow: flag, permanent: flag },
  imgverify: { image: name, signature: url, signer: maybe(fc.constant("release.example")) },
  boot: { image: maybe(name) },
  sanboot: { url: fc.constant("iscsi:10.0.0.1::::iqn.a:b"), drive: maybe(count(0, 255)), keep: flag },
  prompt: { text: phrase, key: maybe(fc.constant("b")), timeoutSeconds: maybe(count(1, 9)) },
  reboot: { warm: flag },
  poweroff: {},
  sleep: { seconds: count(1, 3600) },
};

/** After these nothing follows but where they fail. */
const ENDING = ["boot", "sanboot", "reboot", "poweroff", "chain"];

const step = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Object.keys(failing)).chain(failingStep) },
  { weight: 1, arbitrary: record({ command: fc.constant("echo"), text: phrase }) },
  {
    weight: 1,
    arbitrary: record({
      command: fc.constant("params"),
      name,
      values: fc.array(fc.record({ name, value: word }), { minLength: 1, maxLength: 3 }),
    }),
  },
) as fc.Arbitrary<Step>;

function failingStep(command: string): fc.Arbitrary<object> {
  const outcomes: readonly object[] = ENDING.includes(command)
    ? [{ onFailure: "continue" }]
    : [{}, { onFailure: "continue" }, { onFailure: { goto: "end" } }, { onSuccess: { goto: "end" } }];
  const shape = failing[command as FailingCommand["command"]];
  return fc
    .tuple(record({ command: fc.constant(command), ...shape }), fc.constantFrom(...outcomes))
    .map(([rest, outcome]) => ({ ...rest, ...outcome }));
}

const retry = record({
  command: fc.constant("retry"),
  name: fc.constant("again"),
  attempts: count(2, 20),
  firstDelaySeconds: count(1, 60),
  factor: maybe(count(1, 10)),
  longestDelaySeconds: maybe(count(1, 3600)),
  steps: fc.array(step, { maxLength: 4 }).map((steps) => [...steps, { command: "dhcp" }]),
  afterFailure: maybe(fc.array(step, { minLength: 1, maxLength: 2 })),
  onFailure: fc.constant({ goto: "end" }),
});

const menu = record({
  command: fc.constant("menu"),
  title: phrase,
  items: fc
    .array(record({ gap: phrase }), { maxLength: 2 })
    .chain((gaps) =>
      record({ text: phrase, key: maybe(fc.constant("x")) }).map((item) => [...gaps, { label: "end", ...item }]),
    ),
  default: fc.constant("end"),
  timeoutSeconds: count(1, 3600),
});

/** A script that we take. */
export const soundScript: fc.Arbitrary<IpxeScript> = fc
  .tuple(fc.array(step, { maxLength: 8 }), fc.array(retry, { maxLength: 1 }), fc.array(menu, { maxLength: 1 }))
  .map(([steps, retries, menus]) => ({
    commands: [...steps, ...retries, ...menus, { command: "label", name: "end" }, { command: "exit" }] as Command[],
  }));

export const mutatedScript = mutated(soundScript, { texts: hostile, except: ["command"] });
