import { setTimeout as sleep } from "node:timers/promises";
import type { ProxmoxApi } from "../../proxmox/api";
import { choose, placed, type Choice } from "./choose";
import { type Need, type NodeLoad, readNodes } from "./model";

/** How long those who come at the same time are gathered. */
const GATHER_MS = 25;

interface Waiting {
  readonly need: Need;
  readonly answer: (choice: Choice) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Places the machines of one apply. It sees the cluster once, and from then on adds what it has placed itself: what is
 * made in the meantime counts once, and nobody is given room that another has just got.
 *
 * Who comes at the same time is served by name, not by who was quicker.
 */
export class Placer {
  private nodes: readonly NodeLoad[] | undefined;
  private waiting: Waiting[] = [];
  private served: Promise<void> = Promise.resolve();

  constructor(private readonly load: () => Promise<readonly NodeLoad[]>) {}

  place(need: Need): Promise<Choice> {
    return new Promise((answer, fail) => {
      this.waiting.push({ need, answer, fail });
      if (this.waiting.length === 1) this.served = this.served.then(() => this.serve());
    });
  }

  private async serve(): Promise<void> {
    await sleep(GATHER_MS);
    const waiting = this.waiting.splice(0).sort((a, b) => compare(a.need, b.need));
    try {
      let nodes = this.nodes ?? (await this.load());
      for (const { need, answer } of waiting) {
        const choice = choose(nodes, need);
        if ("node" in choice) nodes = placed(nodes, choice.node, need);
        answer(choice);
      }
      this.nodes = nodes;
    } catch (error) {
      waiting.forEach(({ fail }) => fail(error));
    }
  }
}

function compare(a: Need, b: Need): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

const placers = new WeakMap<ProxmoxApi, Placer>();

/** The one of a client, so of a process: OpenTofu starts the provider anew for each apply. */
export function placerOf(api: ProxmoxApi): Placer {
  const there = placers.get(api);
  if (there !== undefined) return there;
  const made = new Placer(() => readNodes(api));
  placers.set(api, made);
  return made;
}
