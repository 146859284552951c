import type { Client } from "../../configuration";
import { formatProblem, type Problem } from "../../../values/config-error";
import type { Call, Resource } from "../../framework/resource";
import {
  type Diagnostic,
  DiagnosticError,
  failure,
  UNKNOWN,
  type Value,
  type ValueObject,
} from "../../framework/values";
import { causesOf } from "../../framework/report";
import { RemoteError, ServerUnreachable } from "../../remote/failures";
import { makeContents, sealedKeysOf, type SealedKeys } from "./contents";
import { type FileServer, fileServerOf } from "./file-server";
import { identity } from "./identity";
import { stateOfImport } from "./import";
import { changedSincePlan } from "./as-planned";
import { inspect } from "./inspect";
import { fileValue, planFiles, type PublishedFile, publishedFiles } from "./model";
import { validateFiles } from "./paths";
import { publish, PublishError, type WantedFile } from "./publish";
import { schema } from "./schema";
import { StepFailure } from "./transport";
import { validateServer } from "./validate-server";
import { validateWebdav } from "./webdav";
import { keepVersions, withVersions } from "./versions";

/** A server that is there to be asked to remove files does not boot just now: there is no point in waiting long. */
const REMOVE_PATIENCE_SECONDS = 15;

export const resource: Resource<Client> = {
  name: "files",
  schema,

  validate: (config) => [...validateWebdav(config), ...validateServer(config.server), ...validateFiles(config)],

  plan({ config, proposed }, { client, warn }) {
    if (!Array.isArray(config.files)) return Promise.resolve({ planned: proposed });
    const contents = makeContents(config.files as readonly Value[], sealedKeysOf(client));
    for (const [index, content] of contents.entries()) {
      if (content !== UNKNOWN) for (const problem of content.warnings) warn(warningOf(problem, index));
    }
    return Promise.resolve({ planned: planFiles(proposed, contents) });
  },

  create: ({ config, planned }, call) => apply(null, config, planned, call),
  update: ({ prior, config, planned }, call) => apply(prior, config, planned, call),

  async read({ state }, { client, signal, warn, private: own }) {
    const server = fileServerOf(state);
    const before = withVersions(publishedFiles(state), own);
    try {
      const files = await server.use(client, { waitSeconds: 0, signal }, (transport) =>
        inspect(transport, before, state.verify === "content"),
      );
      keepVersions(files, own);
      return { ...state, files: files.map(fileValue) };
    } catch (error) {
      if (error instanceof StepFailure || error instanceof RemoteError) {
        throw failure(`Unable to look at the files on "${server.label}"`, causesOf(causeOf(error)));
      }
      if (!(error instanceof ServerUnreachable)) throw error;
      warn({
        summary: `Unable to look at the files on "${server.label}"`,
        detail: `${detailOf(error)}\nThe plan goes by what was there last. If the server boots, plan again when it is up.`,
      });
      return state;
    }
  },

  identity,
  importState: (id) => Promise.resolve().then(() => stateOfImport(id)),

  async delete({ prior }, { client, signal, private: own }) {
    const server = fileServerOf(prior);
    const files = withVersions(publishedFiles(prior), own);
    const waitSeconds = Math.min(server.connectTimeout, REMOVE_PATIENCE_SECONDS);
    try {
      await server.use(client, { waitSeconds, signal }, (transport) => publish(transport, [], files));
    } catch (error) {
      if (error instanceof PublishError) throw withState(error, server, prior, signal);
      if (!(error instanceof ServerUnreachable)) throw error;
      throw new DiagnosticError([
        {
          severity: "error",
          summary: `Unable to remove the files on "${server.label}"`,
          detail: `${detailOf(error)}\nIf the server is gone for good, its files are gone with it: \`tofu state rm slipway_files.<name>\`, then apply again.`,
        },
      ]);
    }
  },
};

async function apply(
  prior: ValueObject | null,
  config: ValueObject,
  planned: ValueObject,
  { client, signal, warn, private: own }: Call<Client>,
): Promise<ValueObject> {
  const server = fileServerOf(planned);
  const wanted = wantedFiles(config, planned, sealedKeysOf(client));
  const isElsewhere = prior !== null && fileServerOf(prior).place !== server.place;
  // On another machine a file may have the same version by chance.
  const isSameInstance = prior !== null && prior.instance === planned.instance;
  const before = publishedFiles(prior);
  try {
    const files = await server.use(client, { waitSeconds: server.connectTimeout, signal }, (transport) =>
      publish(transport, wanted, isElsewhere ? [] : isSameInstance ? withVersions(before, own) : before),
    );
    keepVersions(files, own);
    if (isElsewhere) warn(leftBehind(fileServerOf(prior), before));
    return { ...planned, files: files.map(fileValue) };
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    keepVersions(error.files, own);
    const half = withState(error, server, planned, signal);
    // Nothing is there and nothing was: saying so keeps OpenTofu from removing it first the next time.
    const isNothing = prior === null && error.files.every(({ sha512 }) => sha512 === null);
    throw isNothing ? new DiagnosticError(half.diagnostics) : half;
  }
}

function wantedFiles(config: ValueObject, planned: ValueObject, sealedKeys: SealedKeys): readonly WantedFile[] {
  const contents = makeContents(config.files as readonly Value[], sealedKeys);
  const changed = changedSincePlan(publishedFiles(planned), contents);
  if (changed.length > 0) throw new DiagnosticError(changed);
  return publishedFiles(planned).map(({ path, mode }, index) => {
    const content = contents[index];
    if (content === undefined || content === UNKNOWN) throw new Error(`the content of ${path} is not known at apply`);
    return { path, mode, content };
  });
}

function withState(
  { path, verb, files, cause }: PublishError,
  server: FileServer,
  planned: ValueObject,
  signal: AbortSignal,
): DiagnosticError {
  const reason = signal.aborted ? "Interrupted." : causesOf(cause);
  const diagnostic: Diagnostic = {
    severity: "error",
    summary: `Unable to ${verb} "${path}" on "${server.label}"`,
    detail: `${reason}\nFiles before it in the order are done; apply again to go on.`,
  };
  return new DiagnosticError([diagnostic], { ...planned, files: files.map(fileValue) });
}

/** Files of the same place under another address may be the very files that were just written, so they are left alone. */
function leftBehind(server: FileServer, files: readonly PublishedFile[]): Omit<Diagnostic, "severity"> {
  return {
    summary: `Files stay behind on "${server.label}"`,
    detail: `The files are on the new server now. If the old one is another machine, remove there: ${files.map(({ path }) => path).join(", ")}`,
  };
}

function warningOf(problem: Problem, index: number): Omit<Diagnostic, "severity"> {
  return { summary: problem.what, detail: formatProblem(problem), path: ["files", index, "document_wo"] };
}

function detailOf(error: DiagnosticError): string {
  return error.diagnostics.map(({ detail }) => detail).join("\n");
}

function causeOf(error: StepFailure | RemoteError): unknown {
  return error instanceof StepFailure ? error.cause : error;
}
