import type { ClusterVm, Parameters, ProxmoxApi, Upload } from "../../../lib/provider/proxmox/api";
import { ProxmoxError, TaskError } from "../../../lib/provider/proxmox/errors";

type Answer = unknown;

/** An API that answers as each test has written down, and remembers what it was asked, in order. */
export class ScriptedApi implements ProxmoxApi {
  readonly tokenId = "slipway@pve!ci";
  readonly asked: string[] = [];
  readonly forms = new Map<string, Parameters>();
  readonly vms: ClusterVm[] = [];
  uploaded: { readonly upload: Upload; readonly bytes: Buffer } | undefined;
  private readonly answers = new Map<string, Answer[]>();

  /** Answers one after another; the last one again and again. Errors are thrown. */
  on(line: string, ...answers: readonly Answer[]): this {
    this.answers.set(line, [...answers]);
    return this;
  }

  list(vm: Partial<ClusterVm> & { readonly vmid: number }): this {
    this.vms.push({ type: "qemu", node: "pve3", status: "stopped", name: "web", pool: undefined, ...vm });
    return this;
  }

  get(path: string, _parameters?: Parameters, signal?: AbortSignal): Promise<unknown> {
    return this.answer(`GET ${path}`, {}, signal);
  }

  post(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<unknown> {
    return this.answer(`POST ${path}`, parameters, signal);
  }

  put(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<unknown> {
    return this.answer(`PUT ${path}`, parameters, signal);
  }

  delete(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<unknown> {
    return this.answer(`DELETE ${path}`, parameters, signal);
  }

  async upload(upload: Upload, signal?: AbortSignal): Promise<string> {
    const pieces: Buffer[] = [];
    for await (const piece of upload.stream as AsyncIterable<Buffer>) pieces.push(piece);
    this.uploaded = { upload, bytes: Buffer.concat(pieces) };
    return (await this.answer(`UPLOAD ${upload.storage}:${upload.fileName}`, {}, signal)) as string;
  }

  async waitForTask(upid: unknown, signal?: AbortSignal): Promise<void> {
    await Promise.resolve();
    signal?.throwIfAborted();
    if (upid instanceof TaskError) throw upid;
  }

  async listVms(signal?: AbortSignal): Promise<readonly ClusterVm[]> {
    await this.answer("LIST", {}, signal);
    return this.vms;
  }

  /** What was asked and changed something. */
  get changes(): readonly string[] {
    return this.asked.filter((line) => !/^(GET|LIST)/.test(line));
  }

  private async answer(line: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown> {
    await Promise.resolve();
    signal?.throwIfAborted();
    this.asked.push(line);
    this.forms.set(line, parameters);
    const answers = this.answers.get(line) ?? [];
    const answer: unknown = answers.length > 1 ? answers.shift() : answers[0];
    // A task that fails is only learnt of by waiting for it.
    if (answer instanceof Error && !(answer instanceof TaskError)) throw answer;
    return answer ?? null;
  }
}

export function refused(status: number, reason: string): ProxmoxError {
  return new ProxmoxError("X", "/x", status, reason, {}, "slipway@pve!ci");
}

export function failedTask(exitStatus: string): TaskError {
  return new TaskError("UPID:pve3:0:0:0:qmx:102:slipway@pve!ci:", exitStatus, []);
}
