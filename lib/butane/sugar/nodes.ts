import type { Directory, File, IgnitionConfig, Link } from "../../ignition/schema";

interface Lists {
  readonly files: File[];
  readonly directories: Directory[];
  readonly links: Link[];
}

/** Which of the lists, and the how manieth. */
interface Place {
  readonly list: keyof Lists;
  readonly index: number;
}

/** The files, folders and links of a config, to be found by their path, added to and replaced. */
export class Nodes {
  private readonly lists: Lists;
  private readonly places = new Map<unknown, Place>();

  constructor(private readonly config: IgnitionConfig) {
    const { files = [], directories = [], links = [] } = config.storage ?? {};
    this.lists = { files: [...files], directories: [...directories], links: [...links] };
    for (const list of ["files", "directories", "links"] as const) {
      for (const [index, { path }] of this.lists[list].entries()) this.places.set(path, { list, index });
    }
  }

  /** The list that holds something at a path. */
  listOf(path: string): keyof Lists | undefined {
    return this.places.get(path)?.list;
  }

  get<L extends keyof Lists>(list: L, path: string): Lists[L][number] | undefined {
    const place = this.places.get(path);
    return place?.list === list ? this.lists[list][place.index] : undefined;
  }

  /** Puts something where nothing of another kind is. */
  put<L extends keyof Lists>(list: L, node: Lists[L][number]): void {
    const items: (File | Directory | Link)[] = this.lists[list];
    const place = this.places.get(node.path) ?? { list, index: items.length };
    items[place.index] = node;
    this.places.set(node.path, place);
  }

  /** The config with all that was put. */
  result(): IgnitionConfig {
    const lists = Object.fromEntries(Object.entries(this.lists).filter(([, { length }]) => length > 0));
    return { ...this.config, storage: { ...this.config.storage, ...lists } };
  }
}
