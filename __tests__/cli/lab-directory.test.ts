import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labDown } from "../../lib/cli/commands/lab-down";
import { emptyLabDirectory, makeLabDirectory } from "../../lib/cli/lab-directory";
import { claimLab, releaseLab, runningLab } from "../../lib/cli/lab-pid";
import { UsageError } from "../../lib/cli/usage-error";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "slipway-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

describe("the lab's folder", () => {
  it("is made for its owner alone", () => {
    makeLabDirectory(join(folder, "new/lab"));

    expect(statSync(join(folder, "new/lab")).mode & 0o777).toBe(0o700);
  });

  it("refuses a folder that holds what is not a lab's", () => {
    writeFileSync(join(folder, "thesis.txt"), "");

    const make = (): void => makeLabDirectory(folder);

    expect(make).toThrow(UsageError);
    expect(make).toThrow(`${folder} holds "thesis.txt", which is not a lab's.`);
  });

  it("refuses a path that is a file", () => {
    writeFileSync(join(folder, "file"), "");

    expect(() => makeLabDirectory(join(folder, "file"))).toThrow(/^the lab's folder cannot be read: .*ENOTDIR/);
  });

  it("loses what a lab has written and nothing else", () => {
    mkdirSync(join(folder, "secrets"));
    writeFileSync(join(folder, "lab.json"), "{}");
    writeFileSync(join(folder, "mine"), "");

    emptyLabDirectory(folder);

    expect(readdirSync(folder)).toEqual(["mine"]);
  });
});

describe("lab.pid", () => {
  it("of a process that is no lab is not believed, and that process lives on", async () => {
    writeFileSync(join(folder, "lab.pid"), `${process.ppid}\n`);

    expect(runningLab(folder)).toBeUndefined();
    expect(await labDown(folder)).toBe(false);
    expect(() => process.kill(process.ppid, 0)).not.toThrow();
  });

  it("is taken over from a lab that is gone", () => {
    writeFileSync(join(folder, "lab.pid"), "2147483646\n");

    expect(claimLab(folder)).toBe(true);
  });

  it("is removed by whom it names alone", () => {
    claimLab(folder);

    releaseLab(folder, process.pid + 1);

    expect(existsSync(join(folder, "lab.pid"))).toBe(true);
  });
});
