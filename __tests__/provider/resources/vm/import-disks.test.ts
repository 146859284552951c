import type { ProxmoxApi } from "../../../../lib/provider/proxmox/api";
import { refuseLargeImages } from "../../../../lib/provider/resources/vm/import-disks";
import { aDisk, aVm } from "./a-vm";

function unasked(): never {
  throw new Error("nobody asks this");
}

/** An API that tells of the image's volume what a storage may answer. */
function telling(answer: unknown): ProxmoxApi {
  const get = () => Promise.resolve(answer);
  const others = { post: unasked, put: unasked, delete: unasked, upload: unasked, waitForTask: unasked };
  return { tokenId: "terraform@pve!slipway", get, ...others, listVms: unasked };
}

describe("refuseLargeImages", () => {
  const vm = aVm({ disks: [aDisk({ size_gib: 2, import_from: "ceph:vm-9000-disk-0" })] });

  function asked(answer: unknown): Promise<void> {
    return refuseLargeImages(telling(answer), "pve1", vm, [], new AbortController().signal);
  }

  it.each([[3 * 1024 ** 3], [String(3 * 1024 ** 3)]])("refuses an image of the size %j", async (size) => {
    await expect(asked({ size })).rejects.toMatchObject({ diagnostics: [{ path: ["disks", 0, "size_gib"] }] });
  });

  it.each([[2 * 1024 ** 3], [String(2 * 1024 ** 3)], [null], [undefined], ["unknown"]])(
    "takes one of the size %j, which is small enough or not known yet",
    async (size) => {
      await expect(asked({ size })).resolves.toBeUndefined();
    },
  );
});
