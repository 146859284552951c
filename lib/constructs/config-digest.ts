import { Digest } from "@slipway/provider-slipway/lib/digest";
import { Lazy, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { isKnown, renderDocument, type Document, type RenderedDocument } from "../documents";
import { ConfigError } from "../values/config-error";
import { BundledProvider } from "./slipway-provider";
import { documentJson } from "./structure";

/**
 * sha512 and size of a document that is still being added to, as values for other resources.
 *
 * What is known when the app is written is written as it is. All else is left to the provider, which keeps no more of
 * the document than this, so that it may hold secrets.
 */
export class ConfigDigest {
  private resource: Digest | undefined;
  private last: { readonly document: Document; readonly rendered: RenderedDocument } | undefined;

  /** @param document answers it as it is by now: the same object as long as nothing was added */
  constructor(
    private readonly scope: Construct,
    private readonly id: string,
    private readonly document: () => Document,
  ) {}

  get sha512(): string {
    return Lazy.stringValue({ produce: () => this.known?.sha512 ?? this.unknown.sha512 });
  }

  get size(): number {
    return Lazy.numberValue({ produce: () => this.known?.bytes.length ?? this.unknown.size });
  }

  private get known(): RenderedDocument | undefined {
    const document = this.document();
    if (!isKnown(document)) return undefined;
    if (this.last?.document !== document) this.last = { document, rendered: rendered(document) };
    return this.last.rendered;
  }

  /** Made where it is needed: CDKTF asks for all values once in vain before it writes, so that this is possible. */
  private get unknown(): Digest {
    if (this.resource === undefined) {
      const stack = TerraformStack.of(this.scope);
      const isThere = stack.allProviders().some(({ terraformResourceType }) => terraformResourceType === "slipway");
      if (!isThere) new BundledProvider(stack, "slipway-provider", {});
      const documentWo = Lazy.stringValue({ produce: () => documentJson(this.document()) });
      this.resource = new Digest(this.scope, this.id, { documentWo });
    }
    return this.resource;
  }
}

/** Stands in where the document is refused: then no file of the app is written, and the checks say why. */
const REFUSED: RenderedDocument = { bytes: Buffer.alloc(0), sha512: "", nonce: null, warnings: [] };

function rendered(document: Document): RenderedDocument {
  try {
    return renderDocument(document);
  } catch (error) {
    if (error instanceof ConfigError) return REFUSED;
    throw error;
  }
}
