import {
  type Client,
  type IdentityCallback,
  OpenSSHAgent,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
  utils,
} from "ssh2";
import { type CertificateKind, kindOf, nameSignaturesPlainly } from "./certificate";
import { CERTIFICATE_SUFFIX } from "./host-certificate";
import { PacketReader, PacketSplitter } from "./packets";
import { fieldsOf, sshStrings } from "./public-key";

/** Messages to and from an agent: draft-ietf-sshm-ssh-agent. */
const LIST = 11;
const LISTED = 12;
const SIGN = 13;
const SIGNED = 14;

/** Asks for an RSA signature by SHA-512. */
const RSA_SHA512 = 4;

interface Held {
  readonly kind: CertificateKind;
  readonly blob: Buffer;
}

/** The agent of a user, with the certificates that it holds, which ssh2 leaves out. They are tried before plain keys. */
export class CertifiedAgent extends OpenSSHAgent {
  private readonly held = new Map<unknown, Held>();

  constructor(
    socket: string,
    private readonly client: Client,
  ) {
    super(socket);
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys = []) => {
      if (error) return void done(error);
      tell(
        this.ask(Buffer.from([LIST])).then((reply) => [...this.certificates(reply), ...keys]),
        done,
      );
    });
  }

  override sign(
    key: ParsedKey | Buffer | string,
    data: Buffer,
    options?: SigningRequestOptions | SignCallback,
    done?: SignCallback,
  ): boolean {
    const [asked, answer] = typeof options === "function" ? [{}, options] : [options, done];
    const held = this.held.get(key);
    if (held === undefined || answer === undefined) return super.sign(key, data, asked, answer);
    tell(this.signature(held, data), (error, signature) => {
      if (!error) nameSignaturesPlainly(this.client, held.kind);
      answer(error, signature);
    });
    return true;
  }

  private async signature({ kind, blob }: Held, data: Buffer): Promise<Buffer> {
    const flags = Buffer.alloc(4);
    flags.writeUInt32BE(kind.hash === "sha512" ? RSA_SHA512 : 0);
    const reply = await this.ask(Buffer.concat([Buffer.from([SIGN]), sshStrings([blob, data]), flags]));
    const signature = signatureOf(reply, kind);
    if (signature === undefined) throw new Error("The agent refuses to sign.");
    return signature;
  }

  private certificates(reply: Buffer): readonly ParsedKey[] {
    return blobsOf(reply).flatMap((blob) => {
      const kind = kindOf(typeOf(blob));
      const plain = kind === undefined ? undefined : plainKey(blob);
      if (kind === undefined || plain === undefined) return [];
      const key = Object.create(plain, {
        type: { value: kind.login },
        getPublicSSH: { value: () => blob },
      }) as ParsedKey;
      this.held.set(key, { kind, blob });
      return [key];
    });
  }

  /** One question, and its answer. */
  private ask(question: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.getStream((error, stream) => {
        if (error || stream === undefined) return reject(error ?? new Error("The agent does not answer."));
        const splitter = new PacketSplitter();
        stream.on("data", (chunk: Buffer) => {
          try {
            const [answer] = splitter.add(chunk);
            if (answer === undefined) return;
            resolve(Buffer.from(answer));
          } catch (reason) {
            reject(reason as Error);
          }
          stream.destroy();
        });
        stream.on("close", () => reject(new Error("The agent ended the connection.")));
        stream.write(sshStrings([question]));
      });
    });
  }
}

/** What a callback throws is ssh2's matter, as it is with its own agents: no promise may swallow it. */
function tell<T>(work: Promise<T>, done: (error?: Error | null, value?: T) => void): void {
  work.then(
    (value) => process.nextTick(done, undefined, value),
    (error: unknown) => process.nextTick(done, error),
  );
}

function blobsOf(reply: Buffer): readonly Buffer[] {
  const reader = new PacketReader(reply);
  if (reader.byte() !== LISTED) return [];
  const blobs: Buffer[] = [];
  for (reader.uint32(); !reader.isAtEnd;) {
    blobs.push(Buffer.from(reader.data()));
    reader.data(); // its comment
  }
  return blobs;
}

const typeOf = (blob: Buffer): string => new PacketReader(blob).text();

/** The public key within a certificate. */
function plainKey(blob: Buffer): ParsedKey | undefined {
  const reader = new PacketReader(blob);
  const type = reader.text().slice(0, -CERTIFICATE_SUFFIX.length);
  reader.data(); // nonce
  const count = fieldsOf(type);
  if (count === undefined) return undefined;
  const plain = sshStrings([type, ...Array.from({ length: count }, () => reader.data())]);
  const parsed: unknown = utils.parseKey(`${type} ${plain.toString("base64")}`);
  const key: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  return key instanceof Error ? undefined : (key as ParsedKey);
}

/** Without its name, which has to be the one that was asked for. */
function signatureOf(reply: Buffer, kind: CertificateKind): Buffer | undefined {
  const reader = new PacketReader(reply);
  if (reader.byte() !== SIGNED) return undefined;
  const signature = new PacketReader(reader.data());
  return signature.text() === kind.signature ? Buffer.from(signature.data()) : undefined;
}
