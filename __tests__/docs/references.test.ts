import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { USAGE } from "../../lib/cli/usage";
import { IGNITION_COMMANDS } from "../../lib/cli/commands/ignition";
import { pageAt, pages, ROOT } from "./pages";

const HELP = readFileSync(join(ROOT, "help"), "utf8");
const texts = [...pages.map(({ path, text }) => ({ path, text })), { path: "help", text: HELP }];
const CLI = readFileSync(join(ROOT, "lib/cli/main.ts"), "utf8");

describe("links", () => {
  const links = pages.flatMap(({ path, prose }) =>
    [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({ path, target })),
  );
  const local = links.filter(({ target }) => !/^https?:/.test(target));

  it("lead to files and headings that are there", () => {
    const broken = local.filter(({ path, target }) => {
      const [file = "", heading] = target.split("#");
      const place = file === "" ? path : join(path, "..", file);
      if (!existsSync(join(ROOT, place))) return true;
      return heading !== undefined && !headings(readFileSync(join(ROOT, place), "utf8")).includes(heading);
    });

    expect(local.length).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });

  it("in plain text and in the help lead to files that are there", () => {
    const named = texts.flatMap(({ path, text }) =>
      [...text.matchAll(/(?<![\w/.-])((?:docs|lib|stacks|__tests__)\/[\w./-]*[\w/])/g)].map(([, file = ""]) => ({
        path,
        file,
      })),
    );

    expect(named.filter(({ file }) => !existsSync(join(ROOT, file)) && !isGenerated(file))).toEqual([]);
  });
});

describe("commands that the docs name", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const options = [...CLI.matchAll(/^ {8}"?([a-z-]+)"?: \{ type: "/gm)].map(([, name = ""]) => name);
  const commands = [
    ...[...CLI.matchAll(/^ {4}case "([a-z ]+)":/gm)].map(([, name = ""]) => name),
    ...["ignition", ...IGNITION_COMMANDS.map(({ name }) => `ignition ${name}`)],
  ];
  const ofIgnition = /\bslipway (?:-- )?ignition ([a-z-]+)/;
  const lines = texts.flatMap(({ path, text }) => text.split("\n").map((line) => ({ path, line })));

  it("npm scripts are in package.json", () => {
    const named = lines.flatMap(({ path, line }) =>
      [...line.matchAll(/\bnpm (?:run ([a-z-]+(?: \| [a-z-]+)*)|(start|test))\b/g)].flatMap(([, list, script = ""]) =>
        (list?.split(" | ") ?? [script]).map((name) => ({ path, name })),
      ),
    );

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
  });

  it("commands of slipway are commands", () => {
    const named = lines.flatMap(({ path, line }) =>
      [
        ...line.matchAll(
          /\b(?:npx slipway|slipway --|`slipway) ([a-z]+(?: (?:up|down|serve)\b|(?<=ignition) [a-z-]+)?)/g,
        ),
      ].map(([, name = ""]) => ({ path, name })),
    );

    expect(commands).toContain("lab up");
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter(({ name }) => ![...commands, "help"].includes(name))).toEqual([]);
  });

  it("flags of slipway are flags", () => {
    const ours = lines.filter(
      ({ path, line }) =>
        (path === "help" || /npm start --|slipway (?:-- )?[a-z]/.test(line)) && !ofIgnition.test(line),
    );
    const named = [...ours.map(({ line }) => line), USAGE].flatMap((line) =>
      [...line.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, name = ""]) => name),
    );

    expect(options).toContain("keep");
    expect(named.filter((name) => !options.includes(name))).toEqual([]);
  });

  it("flags of slipway ignition are flags of the command that is named", () => {
    const wrong = lines.flatMap(({ path, line }) => {
      const usage = IGNITION_COMMANDS.find(({ name }) => name === ofIgnition.exec(line)?.[1])?.usage;
      const flags = [...line.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, name = ""]) => name);
      return usage === undefined
        ? []
        : flags.filter((name) => !`${usage} --help`.includes(`--${name}`)).map((name) => ({ path, name }));
    });

    expect(wrong).toEqual([]);
  });

  it("the usage page has every command and flag", () => {
    const inner = ["help", "stage-delay"];

    expect(options.filter((name) => !inner.includes(name) && !USAGE.includes(`--${name}`))).toEqual([]);
    expect(
      commands.filter((name) => !["lab serve", "ignition"].includes(name) && !USAGE.includes(`  ${name} `)),
    ).toEqual([]);
  });
});

describe("docs/settings.md", () => {
  it("has the variables that are read, and no other", () => {
    const variable = /\b(?:SLIPWAY|PROXMOX_VE)_[A-Z]+(?:_[A-Z]+)*\b/g;
    const read = ["stacks", "lib/constructs", "lib/provider", "lib/cli"]
      .flatMap(sources)
      .flatMap((text) => [...text.matchAll(variable)]);
    const documented = [...pageAt("docs/settings.md").text.matchAll(variable)];
    const names = (found: readonly RegExpExecArray[]): readonly string[] =>
      [...new Set(found.map(([name]) => name))].sort();

    expect(names(documented).length).toBeGreaterThan(20);
    expect(names(documented)).toEqual(names(read));
  });

  it("has every variable that another page names", () => {
    const variable = /\b(?:SLIPWAY|PROXMOX_VE)_[A-Z]+(?:_[A-Z]+)*\b/g;
    const { text: settings } = pageAt("docs/settings.md");
    const named = texts.flatMap(({ path, text }) => [...text.matchAll(variable)].map(([name]) => ({ path, name })));

    expect(named.filter(({ name }) => !settings.includes(name))).toEqual([]);
  });
});

/** The anchors of a page, as GitHub makes them. */
function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

/** What set-up writes, and is in no fresh clone. */
function isGenerated(file: string): boolean {
  return file.startsWith("lib/bindings/");
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ts|mjs)$/.test(name))
    .map((name) => readFileSync(join(ROOT, folder, name), "utf8"));
}
