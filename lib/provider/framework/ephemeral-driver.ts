import type { EphemeralResource, Opened } from "./ephemeral-resource";
import { report, type Outcome, type Warn } from "./report";
import { loaded, type Call, type Lazy } from "./resource";
import type { Session } from "./session";
import { DiagnosticError, type Diagnostic, type ValueObject } from "./values";
import { validateConfig } from "./validate-config";
import { unknownPaths } from "./write-only";

type Renewed = Omit<Opened<never>, "result">;

/** Takes one kind of ephemeral resource through a run. */
export class EphemeralDriver<Client> {
  private readonly type: string;

  constructor(
    private readonly resource: EphemeralResource<Client> | Lazy<EphemeralResource<Client>>,
    private readonly session: Session<Client>,
    prefix: string,
  ) {
    this.type = `${prefix}_${resource.name}`;
  }

  validate(config: ValueObject): Promise<readonly Diagnostic[]> {
    return validateConfig(this.type, this.resource, config, this.session.signal);
  }

  open(config: ValueObject): Promise<Outcome<Opened<ValueObject> | null>> {
    return this.report<Opened<ValueObject> | null>(
      "open",
      async (warn) => {
        const opened = await (await loaded(this.resource)).open({ config }, this.call(warn));
        const [open] = unknownPaths(opened.result);
        if (open === undefined) return opened;
        const detail = `"${open.join(".")}" is still unknown. Slipway did not expect this: please report it as a bug.`;
        throw new DiagnosticError([{ severity: "error", summary: `Unable to find out all of ${this.type}`, detail }]);
      },
      null,
    );
  }

  /** @param own what `open` or the last renewal has answered */
  renew(own: string | undefined): Promise<Outcome<Renewed>> {
    const kept: Renewed = own === undefined ? {} : { private: own };
    return this.report<Renewed>(
      "renew",
      async (warn) => (await (await loaded(this.resource)).renew?.({ private: own }, this.call(warn))) ?? kept,
      kept,
    );
  }

  close(own: string | undefined): Promise<Outcome<undefined>> {
    return this.report(
      "close",
      async (warn) => {
        await (await loaded(this.resource)).close?.({ private: own }, this.call(warn));
        return undefined;
      },
      undefined,
    );
  }

  private call(warn: Warn): Call<Client> {
    return { client: this.session.required(), signal: this.session.signal, warn };
  }

  private report<T>(verb: string, operation: (warn: Warn) => Promise<T>, fallback: T): Promise<Outcome<T>> {
    return report(`${verb} ${this.type}`, this.session.signal, operation, () => fallback);
  }
}
