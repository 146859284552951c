import type { Client } from "ssh2";
import { CERTIFICATE_SUFFIX } from "./host-certificate";

/** A way in which a server may prove to be the host that a certificate names. */
interface Algorithm {
  /** As client and server agree on it. */
  readonly name: string;

  /** How the certificate begins. */
  readonly type: string;

  /** How the signature over the exchange is named. */
  readonly signature: string;
}

const plainly = (type: string): Algorithm => {
  const name = `${type}${CERTIFICATE_SUFFIX}`;
  return { name, type: name, signature: type };
};
const rsa = (signature: string): Algorithm => ({
  name: `${signature}${CERTIFICATE_SUFFIX}`,
  type: `ssh-rsa${CERTIFICATE_SUFFIX}`,
  signature,
});

/** The best first; none by SHA-1. */
const ALGORITHMS: readonly Algorithm[] = [
  plainly("ssh-ed25519"),
  plainly("ecdsa-sha2-nistp256"),
  plainly("ecdsa-sha2-nistp384"),
  plainly("ecdsa-sha2-nistp521"),
  rsa("rsa-sha2-512"),
  rsa("rsa-sha2-256"),
];

/** The parts of ssh2's client that are used here: they are no part of its interface, so its version is an exact one. */
interface Protocol {
  _offer: Offer;
  _kex: KeyExchange | undefined;
}

interface Names {
  readonly array: readonly string[];
}

interface Direction<T> {
  readonly cipher: T;
  readonly mac: T;
  readonly compress: T;
  readonly lang: T;
}

interface Lists<T> {
  readonly kex: T;
  readonly serverHostKey: T;
  readonly cs: Direction<T>;
  readonly sc: Direction<T>;
}

interface Offer {
  readonly lists: Lists<Names>;
}

interface KeyExchange {
  readonly negotiated: { serverHostKey: string };
  _hostKey: Buffer;
  getPublicKey(): Buffer;
}

/**
 * The key exchanges of one connection, as far as certificates of hosts are concerned. ssh2 knows none; this makes it
 * ask for them, and leaves all of the verification to it.
 */
export class CertifiedExchanges {
  private exchange: KeyExchange | undefined;
  private algorithm: Algorithm | undefined;

  /** @param client one on which `connect` was called in this very turn of the event loop: it has not said a word yet */
  constructor(client: Client) {
    const protocol = (client as unknown as { readonly _protocol: Protocol })._protocol;
    protocol._offer = withCertificates(protocol._offer);
    Object.defineProperty(protocol, "_kex", {
      get: () => this.exchange,
      set: (exchange: KeyExchange) => this.begin(exchange),
    });
  }

  /** Whether what the server shows in this exchange is a certificate. It has the type that was agreed on: ssh2 sees to it. */
  get isCertified(): boolean {
    return this.algorithm !== undefined;
  }

  private begin(exchange: KeyExchange): void {
    this.exchange = exchange;
    this.algorithm = ALGORITHMS.find(({ name }) => name === exchange.negotiated.serverHostKey);
    // RSA certificates do not begin with the name that was agreed on.
    if (this.algorithm !== undefined) exchange.negotiated.serverHostKey = this.algorithm.type;
  }

  /**
   * Lets the exchange end if the server can sign it with a key.
   *
   * What is signed holds the whole certificate, but the signature is that of the plain key and has its name. So the
   * certificate makes way for the key right after ssh2 has hashed it, at the first thing that ssh2 asks of the exchange
   * from there on. Were it to ask any sooner, the hash would be another one; did it not ask, it would find no key:
   * either way the connection would be refused.
   */
  proceedWith(key: Buffer): void {
    const { exchange, algorithm } = this;
    if (exchange === undefined || algorithm === undefined) throw new Error("no certificate was agreed on");
    exchange.negotiated.serverHostKey = algorithm.signature;
    exchange.getPublicKey = () => {
      Reflect.deleteProperty(exchange, "getPublicKey");
      exchange._hostKey = key;
      return exchange.getPublicKey();
    };
  }
}

/** Certificates come before plain keys. */
function withCertificates(offer: Offer): Offer {
  const { kex, serverHostKey, cs, sc } = offer.lists;
  const Same = offer.constructor as new (lists: Lists<readonly string[]>) => Offer;
  return new Same({
    kex: kex.array,
    serverHostKey: [...ALGORITHMS.map(({ name }) => name), ...serverHostKey.array],
    cs: namesOf(cs),
    sc: namesOf(sc),
  });
}

function namesOf({ cipher, mac, compress, lang }: Direction<Names>): Direction<readonly string[]> {
  return { cipher: cipher.array, mac: mac.array, compress: compress.array, lang: lang.array };
}
