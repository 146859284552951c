import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";

function aView(): FileView {
  const view = new FileView(newDirectory());
  view.makeDirectories("/srv/data");
  view.write("/srv/data/a", Buffer.from("A"));
  return view;
}

const bytes = Buffer.from("x");
const somebody = { uid: 101, gid: 101 };

describe("FileView", () => {
  it("follows links, in the middle of a path and at its end", () => {
    const view = aView();
    view.makeLink("/data", "srv/data");
    view.makeLink("/srv/data/b", "a");

    expect(view.text("/data/b")).toBe("A");
    expect(view.findLink("/data/b")?.kind).toBe("link");
  });

  it("refuses links that go in circles", () => {
    const view = aView();
    view.makeLink("/a", "/b");
    view.makeLink("/b", "/a");

    expect(() => view.find("/a")).toThrow("Too many levels of symbolic links");
  });

  it("lays a folder over a path, and shows both views the same files", () => {
    const view = aView();
    const other = new FileView(newDirectory());
    other.mount({ target: "/mnt/x", node: view.directory("/srv/data"), readOnly: false });

    other.write("/mnt/x/b", bytes);

    expect(other.list("/mnt")).toEqual(["x"]);
    expect(view.list("/srv/data")).toEqual(["a", "b"]);
  });

  it("keeps mounts within a chroot", () => {
    const view = aView();
    view.mount({ target: "/srv/data", node: newDirectory(), readOnly: true });
    const jail = view.chroot("/srv");

    expect(jail.list("/")).toEqual(["data"]);
    expect(jail.list("/../../data")).toEqual([]);
    expect(() => jail.write("/data/x", bytes)).toThrow("Read-only file system");
  });

  it.each<[string, (view: FileView) => void, string]>([
    ["a file in no folder", (view) => view.write("/none/x", bytes), "ENOENT"],
    ["a file below a file", (view) => view.write("/srv/data/a/x", bytes), "ENOTDIR"],
    ["a folder as a file", (view) => view.write("/srv", bytes), "EISDIR"],
    ["a folder twice", (view) => view.makeDirectory("/srv"), "EEXIST"],
    ["removing a folder that is not empty", (view) => view.removeDirectory("/srv/data"), "ENOTEMPTY"],
    ["removing a folder as a file", (view) => view.remove("/srv"), "EISDIR"],
    ["removing what is not there", (view) => view.remove("/srv/b"), "ENOENT"],
    ["a rename over a file without saying so", (view) => view.rename("/srv/data/a", "/srv/data/a", false), "EEXIST"],
    ["somebody else's folder", (view) => view.as(somebody).write("/srv/data/b", bytes), "EACCES"],
    ["somebody else's file", (view) => view.as(somebody).write("/srv/data/a", bytes), "EACCES"],
  ])("refuses %s", (_name, change, code) => {
    expect(() => change(aView())).toThrow(expect.objectContaining({ code }));
  });

  it("refuses a rename from one mount to another, and the removal of a mount", () => {
    const view = aView();
    view.mount({ target: "/mnt", node: newDirectory(), readOnly: false });

    expect(() => view.rename("/srv/data/a", "/mnt/a", true)).toThrow(expect.objectContaining({ code: "EXDEV" }));
    expect(() => view.removeDirectory("/mnt")).toThrow(expect.objectContaining({ code: "EBUSY" }));
  });

  it("lets a group read what its mode allows, and nobody else", () => {
    const view = aView();
    view.file("/srv/data/a").mode = 0o640;
    view.file("/srv/data/a").owner = { uid: 0, gid: 101 };

    expect(view.as(somebody).mayRead("/srv/data/a")).toBe(true);
    expect(view.as({ uid: 102, gid: 102 }).mayRead("/srv/data/a")).toBe(false);
  });
});
