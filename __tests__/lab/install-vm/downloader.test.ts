import { createHash } from "node:crypto";
import { Faults } from "../../../lib/lab/faults";
import { download } from "../../../lib/lab/install-vm/downloader";
import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";
import { startInternet, type Internet } from "../../../lib/lab/media/internet";

const faults = new Faults();
const { signal } = new AbortController();
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
let internet: Internet;

beforeAll(async () => {
  internet = await startInternet(faults);
  internet.serve(new Map(["1", "2", "3", "4"].map((name) => [`/${name}/kernel`, Buffer.from(name)])));
});
afterEach(() => faults.clear());
afterAll(() => internet.stop());

function want(
  view: FileView,
  release: string,
  line = `${sha256(release)}  ${internet.origin}/${release}/kernel\n`,
): Promise<void> {
  view.write("/etc/slipway/downloader/images.sha256", Buffer.from(line));
  return download(view, release, signal);
}

function aView(): FileView {
  const view = new FileView(newDirectory());
  for (const path of ["/etc/slipway/downloader", "/srv/images/lost+found"]) view.makeDirectories(path);
  return view;
}

const releases = (view: FileView): string[] => view.list("/srv/images").filter((name) => !name.startsWith("."));

describe("download", () => {
  it("fetches a release, and keeps it and the one before", async () => {
    const view = aView();

    for (const release of ["1", "2", "3"]) await want(view, release);

    expect(releases(view)).toEqual(["2", "3", "lost+found"]);
    expect(view.text("/srv/images/3/kernel")).toBe("3");
  });

  it("asks nobody for what is there and sound, and mends what is not", async () => {
    const view = aView();
    await want(view, "1");

    faults.download = () => undefined;
    await want(view, "1");
    view.write("/srv/images/1/kernel", Buffer.from("damaged"));
    await expect(want(view, "1")).rejects.toThrow("HTTP status 404");
    faults.clear();
    await want(view, "1");

    expect(view.text("/srv/images/1/kernel")).toBe("1");
  });

  it.each<[string, string, string]>([
    ["another hash", `${"0".repeat(64)}  ORIGIN/4/kernel\n`, "kernel: FAILED: computed checksum did NOT match"],
    [
      "a host outside the lab",
      `${"0".repeat(64)}  http://example.invalid/kernel\n`,
      "Could not resolve host: example.invalid",
    ],
    ["a line that is none", "hello\n", "improperly formatted checksum line"],
  ])("refuses %s and leaves nothing", async (_name, line, message) => {
    const view = aView();

    await expect(want(view, "4", line.replace("ORIGIN", internet.origin))).rejects.toThrow(message);
    expect(releases(view)).toEqual(["lost+found"]);
  });
});
