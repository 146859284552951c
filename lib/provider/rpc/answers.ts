import { diagnosticsOf } from "../framework/report";
import type { Diagnostic } from "../framework/values";
import { diagnosticMessages } from "../wire/diagnostic-message";
import type { WireType } from "../wire/type";
import type { tfplugin6 as P } from "./generated/messages";

/** Every response of the protocol that can fail has its diagnostics in this field. */
interface Failed {
  diagnostics: P.Diagnostic.$Properties[];
}

interface Found {
  /** Of the values that the diagnostics point into. */
  readonly type: WireType;
  readonly diagnostics: readonly Diagnostic[];
}

/** Sees to it that a value which cannot be read or written ends as a diagnostic, like any other failure. */
export class Answers {
  constructor(private readonly signal: AbortSignal) {}

  /** The answer of a call that yields nothing but diagnostics. */
  plain(doing: string, call: () => Promise<Found>): Promise<Failed> {
    return this.guarded(doing, async () => {
      const { type, diagnostics } = await call();
      return { diagnostics: diagnosticMessages(type, diagnostics) };
    });
  }

  async guarded<Response>(doing: string, call: () => Promise<Response>): Promise<Response | Failed> {
    try {
      return await call();
    } catch (error) {
      return { diagnostics: diagnosticMessages("dynamic", diagnosticsOf(error, doing, this.signal)) };
    }
  }
}
