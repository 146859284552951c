import { join, relative } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "../..");

/** Parts of lib/ whose problems users see as `<module>/<rule>`. */
const SCOPE = /^lib\/(?!lab\/|cli\/|bindings\/)/;

/** What stands for any rule that zod itself checks, under the module's name. */
export const BY_SHAPE = "*";

/** What the sources say of a code. */
export interface Found {
  /** One of the files that name it. */
  readonly file: string;

  /** What it is reported as, as far as the sources say so in one place. */
  readonly severities: ReadonlySet<string>;
}

/** Every code of a problem that the sources name: found by types, followed through parameters. */
export function problemCodes(): ReadonlyMap<string, Found> {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options, fileNames } = ts.parseJsonConfigFileContent({ ...config, include: ["lib/**/*.ts"] }, ts.sys, ROOT);
  const program = ts.createProgram(fileNames, options);
  const finder = new Finder(program);
  return finder.codes();
}

class Finder {
  private readonly checker: ts.TypeChecker;
  private readonly files: readonly ts.SourceFile[];
  private readonly calls = new Map<ts.Node, ts.CallExpression[]>();

  constructor(program: ts.Program) {
    this.checker = program.getTypeChecker();
    this.files = program.getSourceFiles().filter(({ fileName }) => SCOPE.test(relative(ROOT, fileName)));
    for (const file of this.files) this.eachNode(file, (node) => this.noteCall(node));
  }

  codes(): ReadonlyMap<string, Found> {
    const found = new Map<string, Found>();
    for (const file of this.files) {
      this.eachNode(file, (node) => {
        if (!isCode(node)) return;
        const value = ts.isShorthandPropertyAssignment(node) ? node.name : node.initializer;
        for (const code of this.valuesOf(value)) {
          if (!code.includes("/")) continue;
          const before = found.get(code)?.severities ?? [];
          const severities = new Set([...before, ...this.severitiesOf(node.parent)]);
          found.set(code, { file: relative(ROOT, file.fileName), severities });
        }
      });
    }
    return found;
  }

  /** What the object around a code gives as its severity; none where that depends on whom is asked. */
  private severitiesOf(problem: ts.Node): readonly string[] {
    if (!ts.isObjectLiteralExpression(problem)) return [];
    const given = problem.properties.find((property) => property.name?.getText() === "severity");
    if (given !== undefined && ts.isPropertyAssignment(given)) {
      const isDecided = ts.isStringLiteral(given.initializer) || ts.isConditionalExpression(given.initializer);
      return isDecided ? this.valuesOf(given.initializer) : [];
    }
    const type = this.checker.getContextualType(problem);
    // A refusal that says nothing else is an error.
    return type?.symbol?.name === "Refusal" && given === undefined ? ["error"] : [];
  }

  private eachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
    visit(node);
    ts.forEachChild(node, (child) => this.eachNode(child, visit));
  }

  private noteCall(node: ts.Node): void {
    if (!ts.isCallExpression(node)) return;
    const declaration = this.checker.getResolvedSignature(node)?.declaration;
    if (declaration !== undefined) this.calls.set(declaration, [...(this.calls.get(declaration) ?? []), node]);
  }

  /** The texts that an expression may be; none for what comes from outside, such as a problem that is handed on. */
  private valuesOf(node: ts.Node, above: readonly ts.Node[] = []): readonly string[] {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce<readonly string[]>(
        (heads, span) =>
          this.valuesOf(span.expression, above).flatMap((value) =>
            heads.map((head) => `${head}${value}${span.literal.text}`),
          ),
        [node.head.text],
      );
    }
    if (ts.isConditionalExpression(node)) {
      return [node.whenTrue, node.whenFalse].flatMap((branch) => this.valuesOf(branch, above));
    }
    if (ts.isCallExpression(node) && node.getText().startsWith("issue.code.")) return [BY_SHAPE];
    const type = this.checker.getTypeAtLocation(node);
    const literals = (type.isUnion() ? type.types : [type]).flatMap((one) =>
      one.isStringLiteral() ? [one.value] : [],
    );
    return literals.length > 0 ? literals : this.argumentsOf(node, above);
  }

  /** What a parameter is given at every call of its function. */
  private argumentsOf(node: ts.Node, above: readonly ts.Node[]): readonly string[] {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
    const parameter = symbol?.valueDeclaration;
    // A function that calls itself hands its own parameter on.
    if (parameter === undefined || !ts.isParameter(parameter) || above.includes(parameter)) return [];
    const index = parameter.parent.parameters.indexOf(parameter);
    return (this.calls.get(parameter.parent) ?? []).flatMap((call) => {
      const argument = call.arguments[index];
      return argument === undefined ? [] : this.valuesOf(argument, [...above, parameter]);
    });
  }
}

function isCode(node: ts.Node): node is ts.PropertyAssignment | ts.ShorthandPropertyAssignment {
  return (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && node.name.getText() === "code";
}
