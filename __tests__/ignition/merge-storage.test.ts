import { expectMerged, type Merged } from "./expect-merged";

const HASH = `sha512-${"ab".repeat(64)}`;

describe("mergeConfigs", () => {
  describe("of disks, arrays, volumes and file systems", () => {
    it.each<Merged>([
      [
        "knows a disk by its device, and a partition by its number or else its label",
        {
          storage: {
            disks: [
              {
                device: "/dev/vda",
                wipeTable: true,
                partitions: [
                  { number: 1, label: "boot", sizeMiB: 512 },
                  { label: "data", sizeMiB: 1024 },
                  { number: 3 },
                ],
              },
            ],
          },
        },
        {
          storage: {
            disks: [
              {
                device: "/dev/vda",
                wipeTable: false,
                partitions: [
                  { label: "data", sizeMiB: 0 },
                  { number: 1, label: "efi" },
                  { label: "boot" },
                  { number: 0, label: "logs" },
                ],
              },
              { device: "/dev/vdb" },
            ],
          },
        },
        {
          storage: {
            disks: [
              {
                device: "/dev/vda",
                wipeTable: false,
                partitions: [
                  { number: 1, label: "efi", sizeMiB: 512 },
                  { label: "data", sizeMiB: 0 },
                  { number: 3 },
                  { label: "boot" },
                  { number: 0, label: "logs" },
                ],
              },
              { device: "/dev/vdb" },
            ],
          },
        },
      ],
      [
        "knows an array by its name, has each of its devices once, and adds options",
        { storage: { raid: [{ name: "md", level: "raid1", devices: ["/dev/a", "/dev/b"], options: ["--x"] }] } },
        { storage: { raid: [{ name: "md", level: "raid5", devices: ["/dev/b", "/dev/c"], options: ["--x"] }] } },
        {
          storage: {
            raid: [{ name: "md", level: "raid5", devices: ["/dev/a", "/dev/b", "/dev/c"], options: ["--x", "--x"] }],
          },
        },
      ],
      [
        "knows a volume by its name and its Tang servers by their URLs, has each option to open it once, and adds others",
        {
          storage: {
            luks: [
              {
                name: "data",
                device: "/dev/a",
                options: ["--x"],
                openOptions: ["--a", "--b"],
                clevis: { threshold: 1, tang: [{ url: "http://one.example", thumbprint: "1", advertisement: "{}" }] },
              },
            ],
          },
        },
        {
          storage: {
            luks: [
              {
                name: "data",
                device: "/dev/b",
                options: ["--x"],
                openOptions: ["--b", "--c"],
                clevis: {
                  tpm2: true,
                  tang: [
                    { url: "http://two.example", thumbprint: "2" },
                    { url: "http://one.example", thumbprint: "3" },
                  ],
                },
              },
            ],
          },
        },
        {
          storage: {
            luks: [
              {
                name: "data",
                device: "/dev/b",
                options: ["--x", "--x"],
                openOptions: ["--a", "--b", "--c"],
                clevis: {
                  threshold: 1,
                  tpm2: true,
                  tang: [
                    { url: "http://one.example", thumbprint: "3", advertisement: "{}" },
                    { url: "http://two.example", thumbprint: "2" },
                  ],
                },
              },
            ],
          },
        },
      ],
      [
        "knows a file system by its device, and adds options",
        { storage: { filesystems: [{ device: "/dev/a", format: "xfs", options: ["-f"], mountOptions: ["ro"] }] } },
        { storage: { filesystems: [{ device: "/dev/a", format: "ext4", options: ["-F"], mountOptions: ["ro"] }] } },
        {
          storage: {
            filesystems: [{ device: "/dev/a", format: "ext4", options: ["-f", "-F"], mountOptions: ["ro", "ro"] }],
          },
        },
      ],
    ])("%s", expectMerged);
  });

  describe("of files, folders and links", () => {
    it.each<Merged>([
      [
        "merges two of the same kind, and adds what is appended",
        {
          storage: {
            files: [
              { path: "/a", mode: 0o600, user: { name: "core" }, contents: "old", append: ["1"] },
              { path: "/b", contents: "b" },
            ],
          },
        },
        {
          storage: {
            files: [
              { path: "/c" },
              { path: "/a", overwrite: true, user: { id: 1 }, contents: "new", append: ["1", "2"] },
            ],
          },
        },
        {
          storage: {
            files: [
              { path: "/a", mode: 0o600, overwrite: true, user: { id: 1 }, contents: "new", append: ["1", "1", "2"] },
              { path: "/b", contents: "b" },
              { path: "/c" },
            ],
          },
        },
      ],
      [
        "puts what the child has at a path in the place of what the parent has there",
        {
          storage: {
            directories: [{ path: "/a", mode: 0o700 }],
            files: [{ path: "/b", mode: 0o600 }, { path: "/x" }],
            links: [{ path: "/c", target: "/x" }],
          },
        },
        {
          storage: {
            directories: [{ path: "/b" }],
            files: [{ path: "/c", contents: "c" }],
            links: [{ path: "/a", target: "/x" }],
          },
        },
        {
          storage: {
            directories: [{ path: "/b" }],
            files: [{ path: "/x" }, { path: "/c", contents: "c" }],
            links: [{ path: "/a", target: "/x" }],
          },
        },
      ],
      [
        "merges contents that are fetched part by part, and takes headers away that have no value",
        {
          storage: {
            files: [
              {
                path: "/a",
                contents: {
                  source: "http://old.example",
                  compression: "gzip",
                  verification: { hash: HASH },
                  httpHeaders: [
                    { name: "A", value: "1" },
                    { name: "B", value: "2" },
                    { name: "C", value: "3" },
                  ],
                },
              },
            ],
          },
        },
        {
          storage: {
            files: [
              {
                path: "/a",
                contents: {
                  source: "http://new.example",
                  httpHeaders: [{ name: "D" }, { name: "C" }, { name: "B", value: "4" }],
                },
              },
            ],
          },
        },
        {
          storage: {
            files: [
              {
                path: "/a",
                contents: {
                  source: "http://new.example",
                  compression: "gzip",
                  verification: { hash: HASH },
                  httpHeaders: [{ name: "A", value: "1" }, { name: "B", value: "4" }, { name: "D" }],
                },
              },
            ],
          },
        },
      ],
      [
        "takes contents that stand in the config whole, whichever side they are on",
        {
          storage: {
            files: [
              { path: "/a", contents: { source: "http://old.example", verification: { hash: HASH } } },
              { path: "/b", contents: ["old"] },
              { path: "/c", contents: { base64: "AP8=" } },
            ],
          },
        },
        {
          storage: {
            files: [
              { path: "/a", contents: "new" },
              { path: "/b", contents: { source: "http://new.example" } },
              { path: "/c", contents: { document: { kind: "text", text: "new" } } },
            ],
          },
        },
        {
          storage: {
            files: [
              { path: "/a", contents: "new" },
              { path: "/b", contents: { source: "http://new.example" } },
              { path: "/c", contents: { document: { kind: "text", text: "new" } } },
            ],
          },
        },
      ],
    ])("%s", expectMerged);
  });
});
