import { Annotations, TerraformElement, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { ConfigError, formatProblem, type Problem } from "../values/config-error";
import { onSynthesis } from "./on-synthesis";

/** Answers what is wrong with a construct, once every construct of the app is there. Paths are relative to it. */
export type Check = () => readonly Problem[];

interface Registration {
  readonly construct: Construct;
  readonly check: Check;
}

const actions = new WeakMap<IConstruct, readonly (() => void)[]>();
/** Warnings that are still to be printed: `cdktf synth` shows annotations, but an app that is run directly shows none. */
const noticed = new WeakMap<IConstruct, readonly Problem[]>();
const registrations = new WeakMap<IConstruct, Registration[]>();

/** Has a check run just before the app is written. All errors of the whole app are thrown as one. */
export function checkLater(construct: Construct, check: Check): void {
  const { root } = construct.node;
  registrations.set(root, [...(registrations.get(root) ?? []), { construct, check }]);
  const stack = TerraformStack.of(construct);
  if (stack.node.tryFindChild(CheckPoint.ID) === undefined) new CheckPoint(stack);
}

/** Reports what was noticed on the way, together with everything else. */
export function report(construct: Construct, problems: readonly Problem[]): void {
  if (problems.length > 0) checkLater(construct, () => problems);
}

/**
 * The result of an action; where it refuses its input, that is reported and the stand-in goes on in its place.
 *
 * @param prop what the action reads; none if its problems name properties themselves
 */
export function orReport<T>(construct: Construct, prop: string | readonly [], action: () => T, standIn: T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    report(
      construct,
      error.problems.map((problem) => ({ ...problem, path: [prop, problem.path].flat() })),
    );
    return standIn;
  }
}

/** Has something done once, when the app has proved sound and before its first stack is written. Not done where a test only looks at a stack. */
export function beforeWriting(construct: Construct, action: () => void): void {
  const { root } = construct.node;
  actions.set(root, [...(actions.get(root) ?? []), action]);
  checkLater(construct, () => []);
}

/** Every problem of the app that a construct belongs to, with paths from the app down. */
export function problemsOf(construct: IConstruct): readonly Problem[] {
  return (registrations.get(construct.node.root) ?? []).flatMap((registration) =>
    registration.check().map((problem) => located(problem, registration.construct)),
  );
}

/** CDKTF asks all elements of all stacks for their content before it writes the first file: that is when this one objects. */
class CheckPoint extends TerraformElement {
  static readonly ID = "slipway-check";
  private warned = false;

  constructor(stack: TerraformStack) {
    super(stack, CheckPoint.ID);
    onSynthesis(this, () => {
      const { root } = this.node;
      const due = actions.get(root) ?? [];
      actions.delete(root);
      for (const action of due) action();
      for (const warning of noticed.get(root) ?? []) console.warn(`warning: ${formatProblem(warning)}\n`);
      noticed.delete(root);
    });
  }

  override toTerraform(): Record<string, never> {
    const problems = problemsOf(this);
    const errors = problems.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new ConfigError(errors);
    if (!this.warned) {
      this.warn(problems);
      noticed.set(this.node.root, problems);
    }
    this.warned = true;
    return {};
  }

  private warn(problems: readonly Problem[]): void {
    const stack = TerraformStack.of(this).node.path;
    for (const problem of problems) {
      if (String(problem.path[0]).split("/")[0] === stack) Annotations.of(this).addWarning(formatProblem(problem));
    }
  }
}

/** `["memoryMiB"]` of construct `guests/web` → `["guests/web/memoryMiB"]`, which is shown as it stands. */
function located(problem: Problem, construct: Construct): Problem {
  const [first, ...rest] = problem.path;
  const place = construct.node.path;
  if (typeof first === "number") return { ...problem, path: [place, first, ...rest] };
  return { ...problem, path: first === undefined ? [place] : [`${place}/${first}`, ...rest] };
}
