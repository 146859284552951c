import { join } from "node:path";
import { failure } from "../api-error";
import type { DiskState, StorageContent, StorageOptions } from "../types";
import type { FileKind } from "./file-kinds";

/** A file that was uploaded or downloaded. */
export interface StoredFile {
  readonly kind: FileKind;
  readonly name: string;
  readonly size: number;
  readonly path: string;
  readonly ctime: number;
}

/** A disk of a VM. */
export interface Image {
  readonly vmid: number;
  readonly format: "raw";
  readonly ctime: number;
  readonly disk: DiskState;
}

/** A volume as the content listing shows it. */
export interface Volume {
  readonly volid: string;
  readonly content: StorageContent;
  readonly format: string;
  readonly size: number;
  readonly ctime: number;
  readonly vmid?: number;
}

/** One storage on one node. */
export class NodeStorage {
  readonly files = new Map<string, StoredFile>();
  readonly images = new Map<string, Image>();

  constructor(
    private readonly options: StorageOptions,
    readonly node: string,
    private readonly diskDirectory: string,
  ) {}

  get id(): string {
    return this.options.id;
  }

  get type(): string {
    return this.options.type;
  }

  get content(): readonly StorageContent[] {
    return this.options.content;
  }

  get total(): number {
    return this.options.sizeBytes ?? 256 * 1024 ** 3;
  }

  get used(): number {
    return this.volumes().reduce((sum, { size }) => sum + size, 0);
  }

  volumes(): Volume[] {
    const files = [...this.files].map(([volid, { kind, name, size, ctime }]): Volume => ({
      volid,
      content: kind,
      format: formatOf(name),
      size,
      ctime,
    }));
    const images = [...this.images].map(([volid, { vmid, format, ctime, disk }]): Volume => ({
      volid,
      content: "images",
      format,
      size: disk.sizeBytes,
      ctime,
      vmid,
    }));
    return [...files, ...images].sort((a, b) => (a.volid < b.volid ? -1 : 1));
  }

  addFile(file: StoredFile): string {
    const volid = `${this.id}:${file.kind}/${file.name}`;
    this.files.set(volid, file);
    return volid;
  }

  /** Makes a blank disk with the lowest free number, or the cloud-init disk of a VM. */
  allocate(vmid: number, sizeBytes: number, kind: "disk" | "cloudinit" = "disk"): DiskState {
    this.refuseBeyond(sizeBytes);
    const name = kind === "disk" ? this.freeName(vmid) : `vm-${vmid}-cloudinit`;
    const volid = `${this.id}:${name}`;
    const disk: DiskState = {
      volid,
      sizeBytes,
      contents: { kind: "blank" },
      directory: join(this.diskDirectory, name),
    };
    this.images.set(volid, { vmid, format: "raw", ctime: Math.floor(Date.now() / 1000), disk });
    return disk;
  }

  grow(disk: DiskState, sizeBytes: number): void {
    this.refuseBeyond(this.type === "lvmthin" ? sizeBytes : sizeBytes - disk.sizeBytes);
    disk.sizeBytes = sizeBytes;
  }

  /** A thin pool gives more than it has, but no volume larger than itself. */
  private refuseBeyond(bytes: number): void {
    const left = this.type === "lvmthin" ? this.total : this.total - this.used;
    if (bytes > left) {
      throw failure(`storage '${this.id}' has room for ${left} bytes, ${bytes} are needed`);
    }
  }

  private freeName(vmid: number): string {
    let number = 0;
    while (this.images.has(`${this.id}:vm-${vmid}-disk-${number}`)) {
      number += 1;
    }
    return `vm-${vmid}-disk-${number}`;
  }
}

function formatOf(fileName: string): string {
  const archive = /\.tar\.(\w+)$/.exec(fileName);
  return archive
    ? `t${archive[1] ?? ""}`
    : (/\.(\w+)$/.exec(fileName)?.[1] ?? "raw").toLowerCase().replace("img", "iso");
}
