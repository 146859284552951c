import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256Of, withVerified, type Download } from "../../lib/coreos/download";
import { refusal } from "../../lib/coreos/problem";
import type { Examined } from "../../lib/coreos/verified-use";

const content = randomBytes(100_000);
const sha256 = createHash("sha256").update(content).digest("hex");

describe("withVerified", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-use-"));
  const directory = join(folder, "cache");
  const cached = join(directory, `${sha256.slice(0, 16)}-live.iso`);
  const local = join(folder, "local.iso");
  let server: Server;
  let url: string;
  let requests = 0;

  beforeAll(async () => {
    server = createServer((_, response) => {
      requests++;
      response.end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/live.iso`;
  });
  beforeEach(() => {
    requests = 0;
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory);
  });
  afterAll(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    rmSync(folder, { recursive: true });
  });

  const examine = (path: string): Promise<Examined> => Promise.resolve({ sha256: sha256Of(path) });
  const download = (from: string): Download => ({ url: from, sha256, directory });

  it("lets the use of a file begin before it is verified, and end after", async () => {
    writeFileSync(local, content);
    const events: string[] = [];

    await withVerified(download(local), examine, async (_path, _examined, verified) => {
      events.push("begun");
      await verified.then(() => events.push("verified"));
    });

    expect(events).toEqual(["begun", "verified"]);
  });

  it("refuses a wrong file of this machine, whatever its use came to", async () => {
    writeFileSync(local, "other");

    const wrong = { problems: [{ code: "coreos/wrong-hash" }] };
    await expect(withVerified(download(local), examine, () => Promise.resolve("done"))).rejects.toMatchObject(wrong);
    const failing = withVerified(download(local), examine, (_path, _examined, verified) =>
      verified.catch(() => Promise.reject(new Error("the upload broke off"))),
    );
    await expect(failing).rejects.toMatchObject(wrong);
  });

  it("says why a use has failed with the right file", async () => {
    writeFileSync(local, content);

    const failing = withVerified(download(local), examine, () => Promise.reject(new Error("no room")));

    await expect(failing).rejects.toThrow("no room");
  });

  describe("with a judge of what is the right file", () => {
    const unsigned = refusal("bad-signature", ["signature"], { what: "no trusted key vouches for it", fix: "none" });
    const wrong = refusal("unreachable", [], { what: "never asked", fix: "none" });
    const judgedBy = (verdict: () => Promise<void>) => async (path: string) => ({
      ...(await examine(path)),
      judge: verdict,
    });

    it("lets a use end only when it has been heard", async () => {
      writeFileSync(local, content);
      const events: string[] = [];
      const judge = async (): Promise<void> => {
        await new Promise(setImmediate);
        events.push("judged");
      };

      await withVerified(download(local), judgedBy(judge), async (_path, _examined, verified) => {
        events.push("begun");
        await verified.then(() => events.push("verified"));
      });

      expect(events).toEqual(["begun", "judged", "verified"]);
    });

    it.each<[string, (verified: Promise<void>) => Promise<unknown>]>([
      ["has come to an end", () => Promise.resolve("done")],
      ["has failed because of it", (verified) => verified.catch(() => Promise.reject(new Error("broke off")))],
    ])("refuses what it refuses, though the use %s, and asks for no other copy", async (_, use) => {
      writeFileSync(cached, content);
      const refusing = judgedBy(() => Promise.reject(unsigned));
      const from = { ...download(url), mirrors: [folder] };

      const failing = withVerified(from, refusing, (_path, _examined, verified) => use(verified));

      await expect(failing).rejects.toBe(unsigned);
      expect(requests).toBe(0);
      expect(readFileSync(cached).equals(content)).toBe(true);
    });

    it("does not ask it about another file", async () => {
      writeFileSync(local, "other");

      const failing = withVerified(
        download(local),
        judgedBy(() => Promise.reject(wrong)),
        (_path, _examined, verified) => verified,
      );

      await expect(failing).rejects.toMatchObject({ problems: [{ code: "coreos/wrong-hash" }] });
    });
  });

  it("begins again with a new one when the one in the cache turns out to be damaged", async () => {
    writeFileSync(cached, "damaged");
    const seen: string[] = [];

    const used = await withVerified(download(url), examine, async (path, _examined, verified) => {
      seen.push(readFileSync(path).equals(content) ? "right" : "damaged");
      await verified;
      return "done";
    });

    expect(used).toBe("done");
    expect(seen).toEqual(["damaged", "right"]);
    expect(requests).toBe(1);
    expect(readFileSync(cached).equals(content)).toBe(true);
  });

  it("brings it anew when somebody else has taken it out of the cache meanwhile", async () => {
    writeFileSync(cached, "damaged");
    let turns = 0;
    const gone = (path: string): Promise<Examined> => {
      if (turns++ === 0) rmSync(path);
      return examine(path);
    };

    const used = await withVerified(download(url), gone, (path, _examined, verified) => verified.then(() => path));

    expect(readFileSync(used).equals(content)).toBe(true);
    expect(requests).toBe(1);
  });
});
