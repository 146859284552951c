import { execFileSync } from "node:child_process";
import {
  chmodSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LARGEST_FILE, localFiles, MOST_ENTRIES } from "../../lib/butane/local-files";
import { ConfigError } from "../../lib/values/config-error";
import { writeTree } from "./write-tree";

let outer: string;
let directory: string;

beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), "slipway-files-"));
  directory = join(outer, "files");
  mkdirSync(directory);
  writeTree(outer, { "secret.txt": "secret", "files-not/secret.txt": "secret" });
  writeTree(directory, {
    "a.txt": "a",
    "sub/b.txt": "b",
    "sub/run": { executable: "#!/bin/sh\n" },
    "sub/deep/c.txt": "c",
    "sub/out": { target: "../../secret.txt" },
    "sub/gone": { target: "/nowhere" },
    inside: { target: "sub/b.txt" },
    folder: { target: "sub" },
    outside: { target: "../secret.txt" },
    "outside-folder": { target: ".." },
    sibling: { target: "../files-not" },
    loop: { target: "loop" },
  });
});

afterEach(() => {
  rmSync(outer, { recursive: true });
});

/** Codes of what is refused. */
function refusal(attempt: () => unknown): readonly string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

describe("localFiles", () => {
  describe("read", () => {
    it.each([
      ["a.txt", "a"],
      ["./a.txt", "a"],
      ["sub/b.txt", "b"],
      ["sub/../a.txt", "a"],
      ["inside", "b"],
      ["folder/b.txt", "b"],
    ])("answers the bytes of %s", (path, content) => {
      expect(localFiles(directory).read(path)).toEqual(Buffer.from(content));
    });

    it("takes a directory that is itself reached by a link", () => {
      symlinkSync("files", join(outer, "linked"));

      expect(localFiles(join(outer, "linked")).read("inside")).toEqual(Buffer.from("b"));
    });

    it.each([
      ["../secret.txt", "butane/outside-files-directory"],
      ["..", "butane/outside-files-directory"],
      ["sub/../../secret.txt", "butane/outside-files-directory"],
      ["/etc/passwd", "butane/outside-files-directory"],
      ["outside", "butane/outside-files-directory"],
      ["outside-folder/secret.txt", "butane/outside-files-directory"],
      ["sibling/secret.txt", "butane/outside-files-directory"],
      ["a.txt\0", "butane/outside-files-directory"],
      ["none.txt", "butane/missing-file"],
      ["a.txt/b", "butane/missing-file"],
      ["loop", "butane/missing-file"],
      ["sub", "butane/not-a-file"],
      ["", "butane/not-a-file"],
    ])("refuses %j", (path, code) => {
      expect(refusal(() => localFiles(directory).read(path))).toEqual([code]);
    });

    it("refuses a pipe without waiting for what it says", () => {
      execFileSync("mkfifo", [join(directory, "pipe")]);

      expect(refusal(() => localFiles(directory).read("pipe"))).toEqual(["butane/file-type"]);
    });

    it("refuses a file that no config could hold", () => {
      const file = openSync(join(directory, "large"), "w");
      ftruncateSync(file, LARGEST_FILE + 1);
      closeSync(file);

      expect(refusal(() => localFiles(directory).read("large"))).toEqual(["butane/file-too-large"]);
    });

    it("refuses everything below a directory that is not there", () => {
      expect(refusal(() => localFiles(join(outer, "none")).read("a.txt"))).toEqual(["butane/missing-file"]);
    });
  });

  describe("list", () => {
    it("answers all that is in a folder, by name, and follows no link", () => {
      chmodSync(join(directory, "sub/b.txt"), 0o640);

      expect(localFiles(directory).list("sub")).toEqual([
        { path: "b.txt", kind: "file", mode: 0o640 },
        { path: "deep", kind: "directory", mode: expect.any(Number) as number },
        { path: "deep/c.txt", kind: "file", mode: 0o644 },
        { path: "gone", kind: "link", mode: 0o777, target: "/nowhere" },
        { path: "out", kind: "link", mode: 0o777, target: "../../secret.txt" },
        { path: "run", kind: "file", mode: 0o755 },
      ]);
    });

    it("follows a link that is the folder itself", () => {
      expect(localFiles(directory).list("folder")).toEqual(localFiles(directory).list("sub"));
    });

    it.each([
      ["outside-folder", "butane/outside-files-directory"],
      ["..", "butane/outside-files-directory"],
      ["none", "butane/missing-file"],
      ["a.txt", "butane/not-a-folder"],
    ])("refuses %j", (path, code) => {
      expect(refusal(() => localFiles(directory).list(path))).toEqual([code]);
    });

    it("refuses a folder with a pipe in it", () => {
      execFileSync("mkfifo", [join(directory, "sub/pipe")]);

      expect(refusal(() => localFiles(directory).list("sub"))).toEqual(["butane/file-type"]);
    });

    it("refuses names that are not UTF-8", () => {
      writeFileSync(Buffer.concat([Buffer.from(`${directory}/sub/`), Buffer.from([0xff])]), "");

      expect(refusal(() => localFiles(directory).list("sub"))).toEqual(["butane/not-text"]);
    });

    it("refuses a folder with more in it than a config could hold", () => {
      const many = join(directory, "many");
      mkdirSync(many);
      for (let index = 0; index <= MOST_ENTRIES; index++) linkSync(join(directory, "a.txt"), join(many, String(index)));

      expect(refusal(() => localFiles(directory).list("many"))).toEqual(["butane/tree-too-large"]);
    });
  });
});
