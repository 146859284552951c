/** Something that stands at a path. */
export interface Leaf {
  readonly path: string;

  readonly isFolder: boolean;

  /** Follows its name. */
  readonly after: string;

  /** Further columns. */
  readonly cells: readonly string[];
}

interface Branch {
  readonly children: Map<string, Branch>;
  leaf?: Leaf;
}

/** Draws paths as a tree, in their order; folders of which nothing is said but what is in them share a line. */
export function drawTree(leaves: readonly Leaf[]): readonly (readonly string[])[] {
  if (leaves.length === 0) return [];
  const root: Branch = { children: new Map() };
  for (const leaf of leaves) {
    let branch = root;
    for (const step of leaf.path.split("/").filter((part) => part !== "")) {
      const next = branch.children.get(step) ?? { children: new Map() };
      branch.children.set(step, next);
      branch = next;
    }
    branch.leaf = leaf;
  }
  const { name, branch } = joined("", root);
  return [row(name === "" ? "/" : name, branch), ...below(branch, "")];
}

function below(branch: Branch, indent: string): readonly (readonly string[])[] {
  const children = [...branch.children];
  return children.flatMap(([step, child], index) => {
    const isLast = index === children.length - 1;
    const { name, branch: end } = joined(step, child);
    return [row(`${indent}${isLast ? "└─" : "├─"} ${name}`, end), ...below(end, `${indent}${isLast ? "  " : "│ "} `)];
  });
}

/** Goes on as long as there is one way only. */
function joined(name: string, branch: Branch): { readonly name: string; readonly branch: Branch } {
  const [only, ...others] = branch.children;
  if (branch.leaf !== undefined || only === undefined || others.length > 0) return { name, branch };
  return joined(`${name}/${only[0]}`, only[1]);
}

function row(name: string, { leaf, children }: Branch): readonly string[] {
  const isFolder = leaf?.isFolder ?? children.size > 0;
  const shown = isFolder && !name.endsWith("/") ? `${name}/` : name;
  return leaf === undefined ? [shown] : [`${shown}${leaf.after}`, ...leaf.cells];
}
