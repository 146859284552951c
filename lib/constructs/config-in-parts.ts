import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { localFiles } from "../butane/local-files";
import type { SugaredConfig } from "../butane/schema";
import { checkDocument, type Document, type Machine } from "../documents";
import type { IgnitionConfig as IgnitionData } from "../ignition/schema";
import { formatProblem, type Problem } from "../values/config-error";
import { checkLater, report } from "./app-check";
import { ConfigDigest } from "./config-digest";
import { outcomeOf, type Outcome, type Step } from "./ignition-steps";
import { documentJson } from "./structure";
import { besidesLateLists, fromLateDeep } from "./tokens";

/** Where a config comes from. */
export interface Origin {
  /**
   * Folder on the machine that synthesizes, to which `local` paths are relative. Nothing outside of it is read.
   *
   * @default - local files are refused
   */
  readonly filesDirectory?: string | undefined;

  /** What was wrong where it was read. */
  readonly problems?: readonly Problem[] | undefined;

  /** Gives a problem its place in the text that it was read from, and advice for that text. */
  readonly locate?: ((problem: Problem) => Problem) | undefined;

  /** What is known of the machine that it is for, when the app is written. */
  readonly machine?: (() => Machine) | undefined;
}

/** A config as it is by now. */
interface Current extends Outcome {
  /** All that it is made of: another list once anything has been added. */
  readonly from: readonly unknown[];
  readonly document: Document;
}

/** An Ignition config that is put together part by part, until the app is written. */
export class ConfigInParts extends Construct {
  private readonly first: readonly Step[];
  private steps: readonly Step[];
  /** Configs that are merged into this one, and may still be added to. */
  private others: readonly ConfigInParts[] = [];
  /** What was wrong with what is not among the steps any more. */
  private earlier: readonly Problem[];
  private cached: Current | undefined;
  private digest: ConfigDigest | undefined;

  constructor(
    scope: Construct,
    id: string,
    initial: SugaredConfig,
    private readonly origin: Origin,
  ) {
    super(scope, id);
    this.steps = this.first = [{ add: initial }];
    this.earlier = origin.problems ?? [];
    checkLater(this, () => this.problems());
  }

  /** Adds any part of a config: the way to everything that has no method of its own. */
  add(part: SugaredConfig): this {
    this.steps = [...this.steps, { add: part }];
    return this;
  }

  /**
   * Merges another config into this one by Ignition's own rules: what the other says wins, files of one path and units
   * of one name are one. A construct may be added to afterwards.
   */
  merge(other: ConfigInParts | SugaredConfig): this {
    if (!(other instanceof ConfigInParts)) {
      const { config, problems } = outcomeOf([{ add: other }], this.files);
      this.earlier = [...this.earlier, ...problems];
      this.steps = [...this.steps, { merge: () => config }];
    } else if (other.holds(this)) {
      report(this, [mergeCycle(other)]);
    } else {
      this.others = [...this.others, other];
      this.steps = [...this.steps, { merge: () => other.current.config }];
    }
    return this;
  }

  /** Changes the whole config as it stands, without sugar: the way to what was added by others. */
  transform(change: (config: IgnitionData) => IgnitionData): this {
    this.earlier = this.problemsSoFar();
    this.steps = [{ add: change(this.data) }];
    this.others = [];
    return this;
  }

  /** Everything so far, as plain data without sugar. */
  get data(): IgnitionData {
    return fromLateDeep(this.current.config);
  }

  /** The same with tokens marked as late. */
  get document(): Document {
    return this.current.document;
  }

  /** The config as the provider takes it, with whatever is still added to it. */
  get json(): string {
    return Lazy.stringValue({ produce: () => documentJson(this.document) });
  }

  /**
   * sha512 of the rendered config in hex, with whatever is still added to it.
   *
   * Written as it is where all is known at synth; else the provider works it out, and keeps nothing of the config.
   */
  get sha512(): string {
    return this.digested.sha512;
  }

  /** Size of the rendered config in bytes, in the same way. */
  get size(): number {
    return this.digested.size;
  }

  private get digested(): ConfigDigest {
    return (this.digest ??= new ConfigDigest(this, "digest", () => this.document));
  }

  private get files() {
    const { filesDirectory } = this.origin;
    return filesDirectory === undefined ? undefined : localFiles(filesDirectory);
  }

  private get current(): Current {
    const from = this.sources;
    const { cached } = this;
    if (cached?.from.length === from.length && cached.from.every((part, index) => part === from[index])) return cached;
    const outcome = outcomeOf(this.steps, this.files);
    return (this.cached = { ...outcome, from, document: { kind: "ignition", config: outcome.config } });
  }

  private get sources(): readonly unknown[] {
    return [this.steps, ...this.others.flatMap((other) => other.sources)];
  }

  private holds(other: ConfigInParts): boolean {
    return this === other || this.others.some((one) => one.holds(other));
  }

  private problems(): readonly Problem[] {
    const found = besidesLateLists(checkDocument(this.document, this.origin.machine?.()), this.document);
    return distinct([...this.problemsSoFar(), ...this.located(found)]);
  }

  private problemsSoFar(): readonly Problem[] {
    return distinct([...this.earlier, ...this.located(this.current.problems)]);
  }

  /** Problems with their places in the text that was read, unless something was added since. */
  private located(problems: readonly Problem[]): readonly Problem[] {
    const { locate } = this.origin;
    return locate === undefined || this.steps !== this.first ? problems : problems.map(locate);
  }
}

/** Each problem once, though it was found on two ways. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
}

function mergeCycle(other: Construct): Problem {
  return {
    code: "ignition-config/merge-cycle",
    severity: "error",
    path: ["merge"],
    what: "a config cannot be merged into itself",
    got: other.node.path,
    fix: "merge into a third config what both are to have",
  };
}
