import { dirname, join } from "node:path";
import ts from "typescript";
import type { Client } from "../../lib/provider/configuration";
import { CarriedState } from "../../lib/provider/framework/private-state";
import { ProviderDriver } from "../../lib/provider/framework/provider-driver";
import type { Resource } from "../../lib/provider/framework/resource";
import { UNKNOWN, type ValueObject } from "../../lib/provider/framework/values";
import { ScriptedApi } from "../provider/proxmox/scripted-api";
import { pageAt, ROOT } from "./pages";

jest.setTimeout(120_000);

const RESOURCES = join(ROOT, "lib/provider/resources");

/** The files that the page adds, by their paths. They are in memory only. */
const added = new Map(
  pageAt("docs/extending-the-provider.md").blocks.flatMap(({ language, text }) => {
    const [, path] = /^\/\/ (\S+\.ts)\n/.exec(text) ?? [];
    return language === "typescript" && path !== undefined ? [[join(RESOURCES, path), text] as const] : [];
  }),
);

/** What the compiler says against them, by the project's own settings. */
function complaints(): readonly string[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => added.has(file) || fileExists(file);
  host.readFile = (file) => added.get(file) ?? readFile(file);
  host.directoryExists = (folder) =>
    [...added.keys()].some((file) => file.startsWith(`${folder}/`)) || ts.sys.directoryExists(folder);
  host.getSourceFile = (file, version, ...rest) => {
    const source = added.get(file);
    return source === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, source, version, true);
  };
  const program = ts.createProgram([...added.keys()], options, host);
  return [...added.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}

type Exports = Record<string, unknown>;

/** Runs one of the files, and those that it imports. */
function load(path: string, loaded = new Map<string, Exports>()): Exports {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const { outputText } = ts.transpileModule(added.get(path) ?? "", {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  const exports: Exports = {};
  loaded.set(path, exports);
  const find = (name: string): unknown => {
    const file = `${join(dirname(path), name)}.ts`;
    return added.has(file) ? load(file, loaded) : jest.requireActual(file);
  };
  const body = new Function("require", "exports", outputText) as (...given: unknown[]) => void;
  body(find, exports);
  return exports;
}

describe("the resource of docs/extending-the-provider.md", () => {
  const folder = join(RESOURCES, "pool");

  it("is three files, which compile", () => {
    expect([...added.keys()]).toEqual(["schema", "model", "resource"].map((name) => join(folder, `${name}.ts`)));
    expect(complaints()).toEqual([]);
  });

  describe("under the framework", () => {
    const { resource } = load(join(folder, "resource.ts")) as { resource: Resource<Client> };
    const own = new CarriedState();
    const config = { pool_id: "shop", comment: null, members: null };
    const shop = { pool_id: "shop", comment: "", members: [] };

    async function driving(api: ScriptedApi) {
      const provider = new ProviderDriver<Client>({
        name: "slipway",
        schema: { version: 0, description: ".", attributes: {} },
        resources: [resource],
        dataSources: [],
        configure: () => ({ proxmox: () => api }) as unknown as Client,
      });
      await provider.configure({});
      const [driver, adoption] = [provider.resources, provider.adoptions].map((all) => all.get("slipway_pool")?.driver);
      return { driver, adoption } as {
        driver: NonNullable<ReturnType<typeof provider.resources.get>>["driver"];
        adoption: NonNullable<ReturnType<typeof provider.adoptions.get>>["driver"];
      };
    }

    it("is planned by the words of its schema", async () => {
      const { driver } = await driving(new ScriptedApi());
      const replaced: ValueObject = { ...config, pool_id: "other" };

      expect((await driver.plan(null, config)).value).toEqual({
        planned: { pool_id: "shop", comment: "", members: UNKNOWN },
        replace: [],
      });
      expect((await driver.plan(shop, config)).value).toEqual({ planned: shop, replace: [] });
      expect((await driver.plan(shop, replaced)).value.replace).toEqual([["pool_id"]]);
    });

    it("is created, read and removed", async () => {
      const api = new ScriptedApi()
        .on("POST /pools", null)
        .on("GET /pools", [{ poolid: "shop" }])
        .on("GET /pools/shop", { members: [{ id: "storage/local" }, { id: "qemu/101" }] })
        .on("DELETE /pools/shop", null);
      const { driver } = await driving(api);

      const created = await driver.apply(null, { ...shop, members: UNKNOWN }, config);
      const read = await driver.read(created.value);
      const removed = await driver.apply(read.value, null, null);

      expect(created).toEqual({ value: shop, diagnostics: [] });
      expect(read.value).toEqual({ ...shop, members: ["qemu/101", "storage/local"] });
      expect(removed).toEqual({ value: null, diagnostics: [] });
      expect(api.changes).toEqual(["POST /pools", "DELETE /pools/shop"]);
    });

    it("is imported by its identity, and gone when it is not found", async () => {
      const { driver, adoption } = await driving(new ScriptedApi().on("GET /pools", []));

      const { value } = await adoption.importState({ identity: { pool_id: "shop" } }, own);

      expect(value).toEqual({ pool_id: "shop", comment: null, members: null });
      expect((await driver.read(value)).value).toBeNull();
    });

    it("refuses a name that Proxmox does not take", async () => {
      const { driver } = await driving(new ScriptedApi());

      const found = await driver.validate({ ...config, pool_id: "a b" });

      expect(found.map(({ path }) => path)).toEqual([["pool_id"]]);
    });
  });
});
