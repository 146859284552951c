import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";
import { containerFiles, type ContainerHost } from "../../../lib/lab/install-vm/container";
import { readQuadlets } from "../../../lib/lab/install-vm/quadlet";
import { startOrder } from "../../../lib/lab/install-vm/service-order";

const folder = "/etc/containers/systemd";

function host(files: Readonly<Record<string, string>>): ContainerHost {
  const view = new FileView(newDirectory());
  view.makeDirectories(folder);
  view.makeDirectories("/etc/app");
  for (const [name, text] of Object.entries(files)) view.write(`${folder}/${name}`, Buffer.from(text));
  return { view, drives: [], quadlets: readQuadlets(view), unnamedVolumes: new Map() };
}

const container = (lines: string): string => `[Container]\nImage=example.invalid/app:1\n${lines}\n`;

describe("readQuadlets", () => {
  it("reads what the lab needs of a container", () => {
    const { quadlets } = host({
      "app.container": `[Unit]
After=setup.container
Requires=setup.container
${container('Exec=app -c "a b"\nEnvironment=A=1\nVolume=data.volume:/srv:ro,z\nTmpfs=/x:size=1M\nReadOnly=true\nNetwork=host')}
[Service]
Type=oneshot
[Install]
WantedBy=multi-user.target
`,
    });

    expect(quadlets.errors).toEqual([]);
    expect(quadlets.containers).toEqual([
      {
        name: "app",
        service: "app.service",
        image: "example.invalid/app:1",
        command: ["app", "-c", "a b"],
        environment: new Map([["A", "1"]]),
        volumes: [{ source: "data.volume", target: "/srv", options: ["ro", "z"] }],
        tmpfs: ["/x"],
        readOnly: true,
        labelled: true,
        hostNetwork: true,
        oneshot: true,
        wantedAtBoot: true,
        after: ["setup.container"],
        requires: ["setup.container"],
        unit: expect.anything(),
      },
    ]);
  });

  it.each([
    ["an unknown key", container("Volumes=/a:/b"), `unsupported key 'Volumes' in group 'Container'`],
    ["no image", "[Container]\nExec=a\n", "no Image or Rootfs key specified"],
    ["a line that is no setting", "[Container]\nhello\n", `line 2: not "key=value" in a section`],
  ])("tells of %s, and goes on with the others", (_name, broken, message) => {
    const { quadlets } = host({ "broken.container": broken, "fine.container": container("") });

    expect(quadlets.errors).toEqual([`quadlet-generator: converting "broken.container": ${message}`]);
    expect(quadlets.containers.map(({ name }) => name)).toEqual(["fine"]);
  });
});

describe("startOrder", () => {
  it("starts what is wanted and what that requires, each after what it waits for", () => {
    const install = "[Install]\nWantedBy=multi-user.target\n";
    const { quadlets } = host({
      "a.container": `[Unit]\nAfter=z.container\nRequires=z.container\n${container("")}${install}`,
      "idle.container": container(""),
      "m.container": `[Unit]\nAfter=a.service\n${container("")}${install}`,
      "z.container": container(""),
    });

    expect(startOrder(quadlets.containers).map(({ name }) => name)).toEqual(["z", "a", "m"]);
  });
});

describe("containerFiles", () => {
  it.each([
    ["a folder that is not there", "Volume=/etc/none:/x:z", "statfs /etc/none: no such file or directory"],
    ["a folder without a label that it may read", "Volume=/etc/app:/x:ro", "not mounted with :z"],
    [
      "a volume that no quadlet declares",
      "Volume=none.volume:/x",
      "requested Quadlet source none.volume was not found",
    ],
    ["a volume without its partition", "Volume=data.volume:/x", "/dev/disk/by-partlabel/data: no such device"],
  ])("refuses %s", (_name, line, message) => {
    const machine = host({
      "app.container": container(line),
      "data.volume": "[Volume]\nDevice=/dev/disk/by-partlabel/data\nType=ext4\n",
    });
    const [app] = machine.quadlets.containers;

    expect(() => app && containerFiles(app, machine)).toThrow(message);
  });

  it("shows a container its image read-only, but for what is mounted", () => {
    const machine = host({ "app.container": container("ReadOnly=true\nVolume=/etc/app:/x:z\nTmpfs=/y") });
    const [app] = machine.quadlets.containers;
    const view = app && containerFiles(app, machine);
    const bytes = Buffer.from("1");

    view?.write("/x/a", bytes);
    view?.write("/y/a", bytes);
    view?.write("/tmp/a", bytes);
    expect(() => view?.write("/etc/a", bytes)).toThrow("Read-only file system");
    expect(machine.view.text("/etc/app/a")).toBe("1");
  });
});
