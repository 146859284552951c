import type { Client } from "ssh2";
import type { DiagnosticError } from "../framework/values";
import { CertifiedExchanges } from "./certified-exchange";
import { connectionFailure } from "./failures";
import { type HostCertificate, judgeHostCertificate, readHostCertificate } from "./host-certificate";
import { fingerprintOf, type Pins, pinsOf } from "./host-keys";
import type { Endpoint } from "./server-config";

/** Decides for one connection whether a server is the one that is meant. Without it nothing is sent there. */
export class HostCheck {
  private readonly pins: Pins;
  private exchanges: CertifiedExchanges | undefined;
  private refused: string | undefined;

  /** A certificate that is valid at the start of a connection is so to its end, as for OpenSSH: keys are renewed meanwhile. */
  private readonly now = Date.now() / 1000;

  /** @throws DiagnosticError if a line of `host_keys` cannot be used */
  constructor(private readonly server: Endpoint) {
    this.pins = pinsOf(server);
  }

  /** To be called straight after `connect`. Who pins no authority asks for no certificate. */
  askForCertificates(client: Client): void {
    if (this.pins.authorities.length > 0) this.exchanges = new CertifiedExchanges(client);
  }

  /** Whether the server may go on with what it shows as its key. It has not yet proved to hold its private half. */
  readonly accepts = (shown: Buffer): boolean => {
    this.refused = this.exchanges?.isCertified === true ? this.judge(this.exchanges, shown) : this.judgeKey(shown);
    return this.refused === undefined;
  };

  /** Why it was not accepted; undefined if it was, or was never asked about. */
  refusal(): DiagnosticError | undefined {
    return this.refused === undefined ? undefined : connectionFailure(this.server, this.refused);
  }

  private judgeKey(key: Buffer): string | undefined {
    const { keys, authorities } = this.pins;
    if (this.isRevoked(key)) {
      const what = "The server's host key has been revoked; nothing was sent to it.";
      return this.text(what, fingerprintOf(key), REVOKED_ADVICE);
    }
    if (keys.some((one) => one.equals(key))) return undefined;
    const what =
      keys.length === 0 && authorities.length > 0
        ? "The server shows a host key without a certificate, and only authorities are pinned; nothing was sent to it."
        : "The server's host key is not one that was pinned; nothing was sent to it.";
    return this.text(what, fingerprintOf(key), KEY_ADVICE);
  }

  /** A key that is pinned by itself needs no certificate, though the server may have one. */
  private judge(exchanges: CertifiedExchanges, shown: Buffer): string | undefined {
    const certificate = readHostCertificate(shown);
    const reason = this.reasonAgainst(certificate);
    if (certificate !== undefined && reason === undefined) {
      exchanges.proceedWith(certificate.key.blob);
      return undefined;
    }
    const got =
      certificate === undefined
        ? fingerprintOf(shown)
        : `${fingerprintOf(certificate.key.blob)}, signed by ${fingerprintOf(certificate.authority)}`;
    const what = `The certificate of the server's host key is not accepted: ${reason ?? ""}; nothing was sent to it.`;
    return this.text(what, got, reason === KEY_REVOKED ? REVOKED_ADVICE : CERTIFICATE_ADVICE);
  }

  private reasonAgainst(certificate: HostCertificate | undefined): string | undefined {
    if (certificate === undefined) return "it is none that can be read, or its key is too weak";
    const { keys, authorities } = this.pins;
    if (this.isRevoked(certificate.key.blob)) return KEY_REVOKED;
    if (keys.some((one) => one.equals(certificate.key.blob))) return undefined;
    if (this.isRevoked(certificate.authority)) return "the authority that has signed it has been revoked";
    return judgeHostCertificate(certificate, { host: this.server.host, authorities, now: this.now });
  }

  private isRevoked(key: Buffer): boolean {
    return this.pins.revoked.some((one) => one.equals(key));
  }

  private text(what: string, got: string, advice: string): string {
    const stillGood = (key: Buffer): boolean => !this.isRevoked(key);
    const keys = this.pins.keys.filter(stillGood);
    const authorities = this.pins.authorities.map(({ blob }) => blob).filter(stillGood);
    const signers = authorities.map((blob) => `what the authority ${fingerprintOf(blob)} has signed`);
    const allowed = [...keys.map(fingerprintOf), ...signers].join(", ");
    return [what, `  got:     ${got}`, `  allowed: ${allowed || "none"}`, advice].join("\n");
  }
}

const KEY_ADVICE =
  "If the key was changed on purpose, put the new one into host_keys and run `tofu apply -refresh=false` once. If not, somebody may be in between.";
const KEY_REVOKED = "its key has been revoked";
const REVOKED_ADVICE =
  "If this is the server, give it a new key, and pin that or have it signed. If not, somebody with the old key may be in between.";
const CERTIFICATE_ADVICE =
  "If this is the server, have its key signed again (ssh-keygen -s AUTHORITY -h -n NAME -V +52w …). If not, somebody may be in between.";
