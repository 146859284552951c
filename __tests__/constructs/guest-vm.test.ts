import { ByteSize, GuestVm } from "../../lib";
import { anInstallVm, synthesizeStack } from "./synth";

describe("GuestVm", () => {
  it("mounts its data disk, and hands it to containers", () => {
    const stack = synthesizeStack((stack) => {
      const guest = new GuestVm(stack, "db", { install: anInstallVm(stack) });
      const disk = guest.addDataDisk("pgdata", { size: ByteSize.gib(40), mountAt: "/var/lib/pgdata" });
      guest.ignition
        .transform(() => ({ storage: { files: [{ path: "/x", contents: JSON.stringify(disk.at("/data")) }] } }))
        .add(disk.ignition);
    });
    const files = Object.values(stack.resource?.["slipway_files"] ?? {})[0]?.["files"] as { document_wo: string }[];
    const check = "systemd-fsck@dev-disk-by\\x2did-virtio\\x2dpgdata.service";

    expect(JSON.parse(files[0]?.document_wo ?? "")).toEqual({
      kind: "ignition",
      config: {
        storage: {
          files: [{ path: "/x", contents: '{"source":"/var/lib/pgdata","target":"/data","options":["z"]}' }],
          filesystems: [{ device: "/dev/disk/by-id/virtio-pgdata", format: "ext4", label: "pgdata" }],
        },
        systemd: {
          units: [
            {
              enabled: true,
              unit: {
                name: "var-lib-pgdata.mount",
                Unit: { Description: "Data disk pgdata", Requires: [check], After: [check] },
                Mount: {
                  What: "/dev/disk/by-id/virtio-pgdata",
                  Where: "/var/lib/pgdata",
                  Type: "ext4",
                  Options: "nodev,nosuid",
                },
                Install: { RequiredBy: ["local-fs.target"] },
              },
            },
          ],
        },
      },
    });
  });

  it("waits for those that it starts after, and starts in their order on demand", () => {
    const { resource } = synthesizeStack((stack) => {
      const install = anInstallVm(stack);
      const db = new GuestVm(stack, "db", { install, startInOrder: true });
      const cache = new GuestVm(stack, "cache", { install, startInOrder: true });
      new GuestVm(stack, "web", { install, startInOrder: true }).startAfter(cache, db);
      cache.startAfter(db);
    });

    expect(
      Object.values(resource?.["slipway_vm"] ?? {}).map((vm) => [vm["name"], vm["startup"], vm["depends_on"]]),
    ).toEqual([
      ["install", undefined, undefined],
      ["db", { order: 2 }, ["slipway_files.db_files_3A54984D"]],
      ["cache", { order: 3 }, ["slipway_files.cache_files_6D5CC2EA", "slipway_installation.db_installation_C3B7F058"]],
      [
        "web",
        { order: 4 },
        [
          "slipway_files.web_files_EB7B4E8B",
          "slipway_installation.cache_installation_B5DFD890",
          "slipway_installation.db_installation_C3B7F058",
        ],
      ],
    ]);
  });

  it.each([
    ["replace", 1],
    ["reinstall", 0],
    ["ignore", 0],
  ] as const)("has its VM replaced by a new config only if told to: %s", (onIgnitionChange, triggers) => {
    const { resource } = synthesizeStack(
      (stack) => new GuestVm(stack, "db", { install: anInstallVm(stack), onIgnitionChange }),
    );

    expect(Object.keys(resource?.["terraform_data"] ?? {})).toHaveLength(triggers);
    expect(Object.values(resource?.["slipway_installation"] ?? {}).map((one) => one["on_change"])).toEqual([
      onIgnitionChange,
    ]);
  });

  it("takes the next free VM id and address, past those that are taken", () => {
    const { resource } = synthesizeStack((stack) => {
      const install = anInstallVm(stack);
      new GuestVm(stack, "a", { install, vmId: 102, address: "10.20.0.11" });
      new GuestVm(stack, "b", { install });
      new GuestVm(stack, "c", { install });
    });

    expect(
      Object.values(resource?.["slipway_installation"] ?? {}).map(({ name, address, mac_address }) => [
        name,
        address,
        mac_address,
      ]),
    ).toEqual([
      ["a", "10.20.0.11", "BC:24:11:00:00:66"],
      ["b", "10.20.0.12", "BC:24:11:00:00:65"],
      ["c", "10.20.0.13", "BC:24:11:00:00:67"],
    ]);
  });
});
