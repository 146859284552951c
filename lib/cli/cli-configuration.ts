import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const OURS = "slipway.invalid/*/*";

/**
 * The OpenTofu CLI configuration under which the provider beside a stack is found.
 *
 * A configuration with a `provider_installation` block switches off the folder `terraform.d/plugins` where OpenTofu
 * otherwise looks by itself. So such a block gets one method more, and its other methods are told to leave our
 * provider alone; everything else of the user's configuration stays as it is.
 *
 * @param user text of the user's configuration
 * @param plugins absolute path of the stack's `terraform.d/plugins`
 */
export function withPluginFolder(user: string, plugins: string): string {
  const block = blockOf(user, /provider_installation\s*\{/g);
  if (block === undefined) return user;
  const methods = block.body.replace(
    /\b(direct|network_mirror|filesystem_mirror|oci_mirror)\s*\{([^}]*)\}/g,
    (_all, name: string, body: string) => {
      if (/\bexclude\s*=\s*\[/.test(body))
        return `${name} {${body.replace(/\bexclude\s*=\s*\[/, `exclude = ["${OURS}", `)}}`;
      return /\binclude\s*=/.test(body)
        ? `${name} {${body}}`
        : `${name} {${body.trimEnd()}\n    exclude = ["${OURS}"]\n  }`;
    },
  );
  const mirror = `\n  filesystem_mirror {\n    path    = ${JSON.stringify(plugins)}\n    include = ["${OURS}"]\n  }`;
  return `${user.slice(0, block.start)}${mirror}${methods}${user.slice(block.end)}`;
}

/** The user's own CLI configuration; undefined where there is none, or where TF_CLI_CONFIG_FILE names a file that is not there. */
export function readUserConfiguration(env: NodeJS.ProcessEnv): string | undefined {
  const named = env["TF_CLI_CONFIG_FILE"] ?? env["TERRAFORM_CONFIG"];
  const candidates =
    named !== undefined ? [named] : [".tofurc", ".terraformrc"].map((name) => join(env["HOME"] ?? homedir(), name));
  const file = candidates.find((path) => existsSync(path));
  return file === undefined ? undefined : readFileSync(file, "utf8");
}

/** Position of the inside of the first block that `opening` begins, by counting braces. */
function blockOf(
  text: string,
  opening: RegExp,
): { readonly start: number; readonly end: number; readonly body: string } | undefined {
  const match = opening.exec(text);
  if (match === null) return undefined;
  const start = match.index + match[0].length;
  let depth = 1;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return { start, end: at, body: text.slice(start, at) };
  }
  return undefined;
}
