import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { aLab, waitFor } from "../lab/pve/a-lab";
import type { ALab, Answer } from "../lab/pve/a-lab";

/** What bpg/proxmox asked of an API, and got. It is no part of this project, so not everybody has it. */
const traceFile = join(__dirname, "../../../shared/reference/bpg-proxmox-trace.md");
const present = existsSync(traceFile);

/** Parts of the recording that follow on each other, each from the state that the one before has left. */
const chapters = [
  "Create: pool, ISO",
  "Update: tags only",
  "Update: memory 4096 -> 6144",
  "Update: scsi0 16 -> 24 GiB",
  "Update: cores 2 -> 3",
  "Update: started true -> false",
  "Update: started false -> true",
  "Destroy (stop_on_destroy=true",
];

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly upload?: string;

  /** As it was written down, often cut short. */
  readonly answer: string;
}

(present ? describe : describe.skip)("The lab, asked what bpg/proxmox asks", () => {
  const trace = present ? readFileSync(traceFile, "utf8") : "";
  const upids = new Map<string, string>();
  let lab: ALab;

  beforeAll(async () => {
    lab = await aLab();
  });

  afterAll(() => lab.stop());

  it.each(chapters)("answers as recorded: %s", async (title) => {
    const differences: string[] = [];
    for (const exchange of chapter(trace, title)) {
      const answer = await replay(lab, exchange, upids);
      differences.push(...compare(exchange, answer).map((text) => `${exchange.method} ${exchange.path}: ${text}`));
      if (exchange.answer.startsWith("UPID:")) {
        const upid = String(answer.body.data);
        upids.set(exchange.answer, upid);
        await waitFor(lab.call, upid);
      }
    }

    expect(differences).toEqual([]);
  });

  it("is empty after the last chapter", async () => {
    await expect(lab.call("GET", "/cluster/resources", { type: "vm" })).resolves.toEqual([]);
    await expect(lab.call("GET", "/pools")).resolves.toEqual([]);
    await expect(lab.call("GET", "/nodes/pve1/storage/local/content")).resolves.toEqual([]);
    await expect(lab.call("GET", "/nodes/pve1/storage/local-lvm/content")).resolves.toEqual([]);
  });
});

function chapter(trace: string, title: string): Exchange[] {
  const text = trace.split(/^## /m).find((part) => part.startsWith(title));
  const found = [...(text ?? "").matchAll(/^([A-Z]+) (\S+)(?: \[multipart filename=(\S+) \d+B\])?\n((?: +.*\n)+)/gm)];
  if (found.length === 0) {
    throw new Error(`the recording has no chapter ${title}`);
  }
  return found.map(([, method = "", path = "", upload, details = ""]) => ({
    method,
    path,
    form: form(/form: (.*)/.exec(details)?.[1] ?? ""),
    ...(upload === undefined ? {} : { upload }),
    answer: /-> (.*)/.exec(details)?.[1] ?? "",
  }));
}

function form(text: string): Record<string, string> {
  const fields = text.split(/ (?=[a-z][a-z0-9-]*=)/).filter((field) => field !== "");
  return Object.fromEntries(
    fields.map((field) => [field.slice(0, field.indexOf("=")), field.slice(field.indexOf("=") + 1)]),
  );
}

function replay(lab: ALab, exchange: Exchange, upids: ReadonlyMap<string, string>): Promise<Answer> {
  const path = exchange.path.replace(/UPID:[^/]+/, (upid) => upids.get(upid) ?? upid);
  if (exchange.upload !== undefined) {
    return lab.upload([
      { name: "content", content: "iso" },
      { name: "filename", fileName: exchange.upload, content: Buffer.alloc(1024 ** 2) },
    ]);
  }
  const isForm = exchange.method === "POST" || exchange.method === "PUT";
  return lab.send(exchange.method, path, {
    body: isForm ? new URLSearchParams(exchange.form).toString() : "",
    headers: isForm ? { "Content-Type": "application/x-www-form-urlencoded" } : {},
  });
}

function compare({ answer: recorded }: Exchange, answer: Answer): string[] {
  const refusal = /^(\d{3}) (.*)$/.exec(recorded);
  if (refusal !== null) {
    const got = `${answer.status} ${answer.reason}`;
    return got === recorded ? [] : [`${got}, recorded ${recorded}`];
  }
  if (answer.status !== 200) {
    return [`${answer.status} ${answer.reason} ${JSON.stringify(answer.body.errors)}`];
  }
  return shapeDifferences("data", parse(recorded), answer.body.data);
}

/** What was cut short tells nothing; a bare word is a text. */
function parse(recorded: string): unknown {
  try {
    return JSON.parse(recorded);
  } catch {
    return /^[[{]/.test(recorded) ? undefined : recorded;
  }
}

/** Every recorded key is there, with the same JSON type. More keys do no harm. */
function shapeDifferences(path: string, recorded: unknown, got: unknown): string[] {
  if (recorded === undefined) {
    return [];
  }
  if (kind(recorded) !== kind(got)) {
    return [`${path} is ${kind(got)}, recorded ${kind(recorded)}`];
  }
  if (typeof recorded !== "object" || recorded === null) {
    return [];
  }
  const theirs = got as Readonly<Record<string, unknown>>;
  const lengths = Array.isArray(recorded) && recorded.length !== (got as unknown[]).length;
  return [
    ...(lengths ? [`${path} has ${(got as unknown[]).length} items, recorded ${recorded.length}`] : []),
    ...Object.entries(recorded).flatMap(([key, value]) => shapeDifferences(`${path}.${key}`, value, theirs[key])),
  ];
}

function kind(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
