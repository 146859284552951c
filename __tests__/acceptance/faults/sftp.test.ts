import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { SftpFaultRequest } from "../../../lib/lab/faults";
import { sealOf } from "../../../lib/provider/seal/seal";
import { describeWithTofu, said, World } from "../world";
import { killProvidersOf } from "./kill-providers";
import { Trial } from "./trial";

jest.setTimeout(180_000);

const INSTALL = "10.20.0.2";
const FILES = 24;

describeWithTofu("a batch of files over SFTP", () => {
  let world: World;
  let trial: Trial;
  let round = 0;
  beforeAll(async () => {
    world = await World.begin({ guests: 1 });
    await world.mustSynth();
    await world.mustApply("install");
    trial = await Trial.begin(world);
    trial.configure(batch("at first"));
    await trial.mend();
  });
  afterAll(() => world.end());
  afterEach(() => world.lab.faults.clear());

  /** Files of some 4 KB, each of which says `text`. */
  function batch(text: string): string {
    const { bastion, sealSecretFile, sshIdentityFile } = world.lab.environment;
    const hostKey = sealOf(readFileSync(sealSecretFile, "utf8").trim()).sealedKey("install", 1).publicKey;
    return `resource "slipway_files" "batch" {
      server = {
        host          = "${INSTALL}"
        port          = 2222
        user          = "terraform_ignition"
        host_keys     = ["${hostKey.trim()}"]
        identity_file = "${sshIdentityFile}"
        bastion = {
          host          = "${bastion.host}"
          port          = ${bastion.port}
          user          = "${bastion.user}"
          host_keys     = ["${bastion.hostKey}"]
          identity_file = "${sshIdentityFile}"
        }
      }
      files = [for n in range(${FILES}) : {
        path       = format("/ignition/%03d.ign/10.20.0.9", n)
        content_wo = join("\\n", [for line in range(100) : "\${n}: ${text}, line \${line} of a hundred"])
      }]
    }`;
  }
  const newBatch = (): void => trial.configure(batch(`round ${(round += 1)}`));

  interface PublishedFile {
    readonly path: string;
    readonly sha512: string | null;
  }
  const inState = (): readonly PublishedFile[] =>
    (trial.state("slipway_files")[0]?.["files"] as readonly PublishedFile[]).map(({ path, sha512 }) => ({
      path,
      sha512,
    }));

  /** What lies below /ignition, temporary files and all. */
  async function inWorld(): Promise<readonly PublishedFile[]> {
    const sftp = await world.operator.session();
    const list = (path: string): Promise<string[]> =>
      new Promise((resolve, reject) =>
        sftp.readdir(path, (error, entries) =>
          error === undefined ? resolve(entries.map(({ filename }) => filename).sort()) : reject(error),
        ),
      );
    const found: PublishedFile[] = [];
    for (const folder of (await list("/ignition")).filter((name) => /^0\d\d\.ign$/.test(name))) {
      for (const name of (await list(`/ignition/${folder}`)).filter((one) => one !== ".made-by-slipway")) {
        const path = `/ignition/${folder}/${name}`;
        const sha512 = createHash("sha512")
          .update(await world.operator.read(path))
          .digest("hex");
        found.push({ path, sha512 });
      }
    }
    return found;
  }
  async function mended(): Promise<void> {
    await trial.mend();
    world.operator.end();
    expect(inState()).toHaveLength(FILES);
    expect(await inWorld()).toEqual(inState());
  }

  /** Whether a request is of a kind, and about a temporary file: the plan before reads others. */
  function isOurs(operation: SftpFaultRequest["operation"], request: SftpFaultRequest): boolean {
    return request.operation === operation && basename(request.path).startsWith(".");
  }

  /** Lets something happen at the nth request of ours. */
  function at(operation: SftpFaultRequest["operation"], count: number, act: () => "cut" | undefined): void {
    let seen = 0;
    world.lab.faults.sftp = (request) => {
      if (!isOurs(operation, request) || (seen += 1) !== count) return undefined;
      return act() === "cut" ? { cut: true } : undefined;
    };
  }

  it.each<[SftpFaultRequest["operation"], number]>([
    ["open", 1],
    ["write", 10],
    ["rename", FILES],
  ])(
    "whose connection is cut at its %s number %i is finished by one more apply, with nothing half-written",
    async (operation, count) => {
      newBatch();
      at(operation, count, () => "cut");

      const output = await trial.failing();

      expect(output).toContain("Unable to write");
      await mended();
    },
  );

  it.each<[string, SftpFaultRequest["operation"], number, boolean]>([
    ["sends contents ahead", "write", 10, false],
    ["puts them in place where the old files have to step aside", "rename", 10, true],
  ])("whose provider is killed while it %s is finished by one more apply", async (_what, operation, count, inSteps) => {
    newBatch();
    world.lab.faults.withoutPosixRename = inSteps;
    const apply = trial.startApply();
    let killed = 0;
    at(operation, count, () => {
      killed = killProvidersOf(apply.pid);
      return undefined;
    });

    const ended = await apply.ended;

    expect([ended.status, killed]).toEqual([1, 1]);
    expect(said(ended)).toContain("Plugin did not respond");
    expect(await inWorld()).not.toEqual(inState());
    if (inSteps) {
      world.lab.faults.clear();
      world.lab.faults.withoutPosixRename = true; // such a server stays as it is
      expect((await trial.apply()).status).toBe(0);
    }
    await mended();
  });

  it("whose provider is killed leaves nothing on the server once its files are removed", async () => {
    newBatch();
    const apply = trial.startApply();
    let killed = 0;
    at("rename", 5, () => {
      killed = killProvidersOf(apply.pid);
      return undefined;
    });
    const ended = await apply.ended;

    await trial.empty();

    expect([ended.status, killed]).toEqual([1, 1]);
    expect(await inWorld()).toEqual([]);
    world.operator.end();
    newBatch();
    await trial.mend();
  });

  it("in whose midst the server restarts is finished by one more apply", async () => {
    newBatch();
    at("rename", 10, () => {
      world.lab.restartService(INSTALL, 2222, 1500);
      return undefined;
    });

    const output = await trial.failing();

    expect(output).toContain("Unable to write");
    await mended();
  });

  it("for which the disk has no room says so, keeps the old files, and is finished when there is room", async () => {
    const before = await inWorld();
    newBatch();
    world.lab.faults.sftpDiskFull = true;

    const output = await trial.failing();

    expect(output).toContain("no room left");
    expect(await inWorld()).toEqual(before);
    await mended();
  });

  it("replaces its files also where the server cannot in one step", async () => {
    newBatch();
    world.lab.faults.withoutPosixRename = true;

    const ended = await trial.apply();

    expect([ended.status, ended.stderr]).toEqual([0, ""]);
    await mended();
  });

  it("ends soon after Ctrl-C, and is finished by one more apply", async () => {
    newBatch();
    const apply = trial.startApply();
    let seen = 0;
    world.lab.faults.sftp = (request) => {
      if (!isOurs("rename", request)) return undefined;
      seen += 1;
      if (seen === 5) apply.interrupt();
      // There is always work under way that the interrupt has to end: what comes after it gets no answer.
      return seen > 5 ? { silent: true } : undefined;
    };

    const ended = await apply.ended;

    expect([ended.status, said(ended)]).toEqual([1, expect.stringContaining("Interrupted")]);
    await mended();
  });

  it.each([
    ["a week ahead", 7],
    ["a week behind", -7],
  ])(
    "is seen to be in place, and changed where it was changed, by a server whose clock is %s",
    async (_where, days) => {
      newBatch();
      world.lab.faults.clockSkewMs = days * 86_400_000;

      const ended = await trial.apply();
      const [first] = inState();
      await world.operator.write(first?.path ?? "", "somebody else's");

      expect(ended.status).toBe(0);
      expect((await inWorld())[0]).not.toEqual(first);
      expect(await trial.mend()).toBe("0 added, 1 changed, 0 destroyed");
      expect(await inWorld()).toEqual(inState());
    },
  );
});
