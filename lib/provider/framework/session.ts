import { setMaxListeners } from "node:events";
import { failure } from "./values";

/** What holds for the life of the process: the configured client, and whether the user has interrupted. */
export class Session<Client> {
  private readonly controller = new AbortController();

  constructor() {
    // Every request under way listens to it, and OpenTofu has as many under way as it likes.
    setMaxListeners(0, this.controller.signal);
  }

  private client: { readonly client: Client; readonly known: boolean } | undefined;

  /** Aborted when the user interrupts. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  interrupt(): void {
    this.controller.abort(new Error("Operation cancelled"));
  }

  /** @param known whether nothing in the provider's configuration was unknown */
  configured(client: Client, known: boolean): void {
    this.client = { client, known };
  }

  /** Whether part of the provider's configuration is still unknown, as it may be at plan. */
  get isPartial(): boolean {
    return this.client?.known === false;
  }

  /** The client, unless part of its configuration is still unknown. */
  known(): Client | undefined {
    return this.client?.known === true ? this.client.client : undefined;
  }

  /** The client, whatever it knows. */
  required(): Client {
    if (this.client !== undefined) return this.client.client;
    throw failure("Unable to reach the provider's configuration", "OpenTofu has not configured the provider.");
  }
}
