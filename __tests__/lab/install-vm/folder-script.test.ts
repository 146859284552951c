import { runFolderScript } from "../../../lib/lab/install-vm/folder-script";
import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";

describe("runFolderScript", () => {
  it("makes folders and gives them owners", () => {
    const view = new FileView(newDirectory());

    runFolderScript(
      `#!/bin/sh
set -eu
owner='101:102'
mkdir -p /srv/a/b
chown "$owner" /srv/a/b
chmod 0750 /srv/a/b
install -d -m 0700 -o 7 -g root /srv/c
touch /srv/a/new /srv/a/b
`,
      view,
    );

    expect(view.find("/srv/a/b")).toMatchObject({ mode: 0o750, owner: { uid: 101, gid: 102 } });
    expect(view.text("/srv/a/new")).toBe("");
    expect(view.find("/srv/c")).toMatchObject({ mode: 0o700, owner: { uid: 7, gid: 0 } });
  });

  it.each([
    ["rm -rf /", "rm: the lab does not know this command"],
    ["mkdir /a/b", "/a/b: No such file or directory"],
    ["chown nobody /", "nobody: the lab knows users by number only"],
    ["chmod 0755 /none", "/none: No such file or directory"],
  ])("refuses %s", (line, message) => {
    expect(() => runFolderScript(line, new FileView(newDirectory()))).toThrow(message);
  });
});
