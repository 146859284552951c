import { containerStorageMount, LEAST_DATA_DISK_MIB, VOLUMES, volumeUnits } from "../../lib/images/volumes";
import { renderUnit } from "../../lib/units/render";

describe("VOLUMES", () => {
  it("has a numbered partition each, one after another, of which the last one takes the rest", () => {
    expect(VOLUMES).toEqual([
      { label: "containers", number: 1, startMiB: 1, sizeMiB: 8192 },
      { label: "dhcp", number: 2, startMiB: 8193, sizeMiB: 64 },
      { label: "ignition", number: 3, startMiB: 8257, sizeMiB: 256 },
      { label: "tickets", number: 4, startMiB: 8513, sizeMiB: 64 },
      { label: "reports", number: 5, startMiB: 8577, sizeMiB: 64 },
      { label: "images", number: 6, startMiB: 8641, sizeMiB: 4096 },
      { label: "log", number: 7, startMiB: 12737, sizeMiB: 0 },
    ]);
    expect(LEAST_DATA_DISK_MIB).toBe(13249);
  });
});

describe("volumeUnits", () => {
  it("has a quadlet for each volume but the containers' own", () => {
    expect(volumeUnits().map(({ name }) => name)).toEqual([
      "dhcp.volume",
      "ignition.volume",
      "tickets.volume",
      "reports.volume",
      "images.volume",
      "log.volume",
    ]);
    expect(volumeUnits().map(renderUnit)[0]).toBe(`[Unit]
Description=Volume dhcp of the install VM
Requires=systemd-fsck@dev-disk-by\\x2dpartlabel-dhcp.service
After=systemd-fsck@dev-disk-by\\x2dpartlabel-dhcp.service

[Volume]
VolumeName=dhcp
Device=/dev/disk/by-partlabel/dhcp
Type=ext4
Options=nodev,noexec,nosuid,rootcontext=system_u:object_r:container_file_t:s0
`);
  });
});

describe("containerStorageMount", () => {
  it("is checked and mounted before anything runs", () => {
    expect(renderUnit(containerStorageMount())).toBe(`[Unit]
Description=Storage of containers
Requires=systemd-fsck@dev-disk-by\\x2dpartlabel-containers.service
Before=local-fs.target
After=systemd-fsck@dev-disk-by\\x2dpartlabel-containers.service

[Mount]
What=/dev/disk/by-partlabel/containers
Where=/var/lib/containers
Type=ext4
Options=nodev,rootcontext=system_u:object_r:container_var_lib_t:s0

[Install]
RequiredBy=local-fs.target
`);
  });
});
