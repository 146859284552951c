import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SSHD_CONFIG } from "../../lib/images/sftp/sshd-config";
import { findProgram, fromPackage, judge, withFolder, type Verdict } from "./judges/judge";

const sshd = fromPackage("sshd", "openssh-server");
const keygen = findProgram("ssh-keygen");
const isRoot = process.getuid?.() === 0;
const judged = sshd === undefined || keygen === undefined || !isRoot ? it.skip : it;

jest.setTimeout(120_000);

function check(config: string, ...args: readonly string[]): Verdict {
  // Without it sshd checks nothing, and only a service would make it.
  if (!existsSync("/run/sshd")) mkdirSync("/run/sshd", { mode: 0o755 });
  return withFolder((folder) => {
    const file = join(folder, "sshd_config");
    judge(keygen ?? "", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "ssh_host_ed25519_key")]);
    writeFileSync(file, config.replaceAll("/etc/slipway", folder));
    return judge(sshd ?? "", [...args, "-f", file]);
  });
}

describe("sshd", () => {
  judged("accepts the SFTP server's configuration", () => {
    expect(check(SSHD_CONFIG, "-t")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  judged("lets its user do nothing but SFTP, with a key, in one folder", () => {
    const { status, stdout } = check(SSHD_CONFIG, "-T", "-C", "user=terraform_ignition,host=a,addr=10.20.0.9");

    expect(status).toBe(0);
    expect(stdout.split("\n")).toEqual(
      expect.arrayContaining([
        "port 2222",
        "allowusers terraform_ignition",
        "authenticationmethods publickey",
        "passwordauthentication no",
        "permitrootlogin no",
        "chrootdirectory /srv/sftp",
        "forcecommand internal-sftp -u 022",
        "disableforwarding yes",
        "permittty no",
      ]),
    );
  });

  judged("refuses what it does not know, so its word counts", () => {
    expect(check("ChrootDirectoryy /srv\n", "-t").status).not.toBe(0);
  });
});
