import type { Diagnostic, Value, ValueObject } from "../../framework/values";

/** What is wrong with the list of files itself; values that are not known yet pass. */
export function validateFiles({ files, root, verify }: ValueObject): readonly Diagnostic[] {
  return [...verifyProblems(verify), ...rootProblems(root), ...listProblems(files, root)];
}

function verifyProblems(verify: Value | undefined): readonly Diagnostic[] {
  if (typeof verify !== "string" || verify === "metadata" || verify === "content") return [];
  const detail = `verify is "${verify}". Allowed: "metadata" and "content".`;
  return [{ severity: "error", summary: "Not a way to verify", detail, path: ["verify"] }];
}

function rootProblems(root: Value | undefined): readonly Diagnostic[] {
  if (typeof root !== "string" || root === "/" || PATH.test(root)) return [];
  const detail = `${JSON.stringify(root)} is not absolute, or holds an empty part, ".", ".." or a control character. Write it as /folder.`;
  return [{ severity: "error", summary: "Not a folder on the server", detail, path: ["root"] }];
}

function listProblems(files: Value | undefined, root: Value | undefined): readonly Diagnostic[] {
  if (!Array.isArray(files)) return [];
  const seen = new Map<string, number>();
  return (files as readonly Value[]).flatMap((value, index) => {
    if (typeof value !== "object" || value === null) return [];
    const file = value as ValueObject;
    return [
      ...pathProblems(file.path, index, seen),
      ...outsideProblems(file.path, root, index),
      ...modeProblems(file.mode, index),
      ...contentProblems(file, index),
    ];
  });
}

/** A path has one spelling, so that two entries cannot mean the same file. */
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[^/\0-\x1f\x7f]{1,200})+$/;

function pathProblems(path: Value | undefined, index: number, seen: Map<string, number>): readonly Diagnostic[] {
  if (typeof path !== "string") return [];
  const at = ["files", index, "path"];
  if (!PATH.test(path)) {
    const detail = `${JSON.stringify(path)} is not absolute, or holds an empty part, ".", ".." or a control character. Write it as /folder/name.`;
    return [{ severity: "error", summary: "Not a path on the server", detail, path: at }];
  }
  const first = seen.get(path);
  seen.set(path, first ?? index);
  if (first === undefined) return [];
  const detail = `${path} is listed as files[${first}] and files[${index}]. Remove one of them.`;
  return [{ severity: "error", summary: "The same file twice", detail, path: at }];
}

function outsideProblems(path: Value | undefined, root: Value | undefined, index: number): readonly Diagnostic[] {
  if (typeof path !== "string" || typeof root !== "string" || root === "/" || path.startsWith(`${root}/`)) return [];
  const detail = `${path} is not below ${root}, which root says that all files are.`;
  return [{ severity: "error", summary: "A file outside of the root", detail, path: ["files", index, "path"] }];
}

function modeProblems(mode: Value | undefined, index: number): readonly Diagnostic[] {
  if (typeof mode !== "string" || /^0[0-7]{3}$/.test(mode)) return [];
  const detail = `"${mode}" is not 0000 to 0777, written as four octal digits, such as "0644".`;
  return [{ severity: "error", summary: "Not a file mode", detail, path: ["files", index, "mode"] }];
}

function contentProblems(
  { content_wo: content, document_wo: document }: ValueObject,
  index: number,
): readonly Diagnostic[] {
  const set = [content, document].filter((value) => value !== null && value !== undefined);
  if (set.length === 1) return [];
  const detail = `Give exactly one of content_wo and document_wo; ${set.length === 0 ? "neither" : "both"} is set.`;
  return [{ severity: "error", summary: "A file without one content", detail, path: ["files", index] }];
}
