import { setTimeout as sleep } from "node:timers/promises";
import { type DiagnosticError, failure } from "../../framework/values";
import { Progress } from "../../framework/progress";
import { RemoteError, ServerUnreachable, unreachable } from "../../remote/failures";
import type { SftpServers } from "../../configuration";
import { labelOf, type ServerConfig } from "../../sftp/server-config";
import type { SftpSession } from "../../sftp/session";
import { collectEvidence, type Evidence, type LogMarks } from "./evidence";
import { isHopeless, stuck } from "./explain";
import { type Guest, reportsFolder } from "./guest";
import { newestReport, type Report, ReportError } from "./report";

/** One guest's install, as it is watched through the install VM. */
export class Watch {
  private readonly start = Date.now();

  constructor(
    private readonly pool: SftpServers,
    private readonly server: ServerConfig,
    readonly guest: Guest,
    private readonly timeoutSeconds: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Seconds since the watch began. */
  get seconds(): number {
    return (Date.now() - this.start) / 1000;
  }

  /** Asks the install VM; waits for it while it boots, but not beyond the deadline. A lost connection is made anew. */
  async ask<T>(question: (session: SftpSession) => Promise<T>): Promise<T> {
    for (let lost = 1; ; lost += 1) {
      const waitSeconds = Math.max(0, Math.min(this.server.connectTimeout, this.timeoutSeconds - this.seconds));
      try {
        return await this.pool.use(this.server, { waitSeconds, signal: this.signal }, question);
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        if (error.code !== undefined) throw this.unfollowable(error);
        if (this.signal.aborted || lost === MOST_LOST) throw unreachable(labelOf(this.server), 0, error.message);
      }
    }
  }

  private unfollowable(error: RemoteError): DiagnosticError {
    return failure(
      `Unable to follow the install of guest "${this.guest.name}"`,
      `On ${labelOf(this.server)}: ${error.message}`,
    );
  }

  /** The newest report; undefined if there is none. One that must not be believed is an error. */
  async report(): Promise<Report | undefined> {
    try {
      return await this.ask((session) => newestReport(session, this.guest));
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      throw failure(
        `Unable to believe the report of guest "${this.guest.name}"`,
        `In ${reportsFolder(this.guest)} on the install VM: ${error.message}. Look at the guest: somebody else may speak for it.`,
      );
    }
  }

  evidence(marks?: LogMarks): Promise<Evidence> {
    return this.ask((session) => collectEvidence(session, this.guest, marks));
  }

  /**
   * Waits until `look` finds what is waited for.
   *
   * @throws DiagnosticError that explains where the guest is stuck, at the deadline or as soon as it cannot get on
   */
  async until<T>(look: () => Promise<T | undefined>, marks?: LogMarks): Promise<T> {
    const progress = new Progress(`guest "${this.guest.name}"`);
    let evidence = await this.evidence(marks);
    let lastEvidence = this.seconds;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
      const found = await this.patiently(look);
      if (found !== undefined) return found;
      const isOver = this.seconds >= this.timeoutSeconds;
      if (isOver || this.seconds - lastEvidence >= EVIDENCE_SECONDS) {
        evidence = (await this.patiently(() => this.evidence(marks))) ?? evidence;
        lastEvidence = this.seconds;
      }
      if (isOver || isHopeless(evidence, this.guest)) throw stuck(this.guest, evidence, this.seconds);
      progress.standing(`has reached: ${evidence.reached}`);
      await sleep(Math.min(pause, this.timeoutSeconds - this.seconds + 0.01) * 1000, undefined, {
        signal: this.signal,
      });
    }
  }

  /** An install VM that cannot be reached for a while ends no wait before the deadline. */
  private async patiently<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (this.signal.aborted || !(error instanceof ServerUnreachable)) throw error;
      return undefined;
    }
  }
}

const FIRST_PAUSE = 0.2;
const LONGEST_PAUSE = 2;
const EVIDENCE_SECONDS = 5;

/** So often in a row a connection may be lost before the server counts as unreachable. */
const MOST_LOST = 4;
