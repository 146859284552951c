import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderConfig, renderExtension, renderHostFile, renderOptionsFile } from "../../lib/dnsmasq/render";
import { dnsmasqConfig } from "../../lib/images/dnsmasq/dnsmasq";
import { aConfig, aGuest, aLargeConfig, aProxyConfig } from "../dnsmasq/fixtures";
import { props } from "../images/fixtures";
import { fromPackage, judge, withFolder, type Verdict } from "./judges/judge";

const dnsmasq = fromPackage("dnsmasq", "dnsmasq-base");
const judged = dnsmasq === undefined ? it.skip : it;

jest.setTimeout(120_000);

/** Its check opens no files and no sockets, and reads none of the watched folders. */
function check(config: string): Verdict {
  return withFolder((folder) => {
    const file = join(folder, "dnsmasq.conf");
    writeFileSync(file, config);
    return judge(dnsmasq ?? "", ["--test", `--conf-file=${file}`]);
  });
}

/** The lines of a file in a watched folder, as they would stand in the configuration. */
function asOptions(option: string, text: string): string {
  return text.replace(/^(?=.)/gm, `${option}=`);
}

describe("dnsmasq", () => {
  judged.each([
    ["the base configuration", renderConfig(aConfig)],
    // The check does open the folder that whole files are in.
    ["all that there is", renderConfig({ ...aLargeConfig, guests: { form: "files", directory: "/tmp" } })],
    ["a configuration beside another server", renderConfig(aProxyConfig)],
    ["the install VM's configuration", renderConfig(dnsmasqConfig(props.dnsmasq))],
    ["a guest's file of hosts", asOptions("dhcp-host", renderHostFile(aGuest))],
    ["a guest's file of options", asOptions("dhcp-option", renderOptionsFile(aGuest))],
    ["a guest's extension as one file", renderExtension(aGuest)],
    ["all of it together", renderConfig(aConfig) + renderExtension(aGuest)],
  ])("accepts %s", (_name, config) => {
    expect(check(config)).toEqual({ status: 0, stdout: "", stderr: "dnsmasq: syntax check OK.\n" });
  });

  judged("refuses what it does not know, so its word counts", () => {
    expect(check("dhcp-hosst=a\n").status).not.toBe(0);
    expect(check("dhcp-range=10.20.0.999,static\n").status).not.toBe(0);
  });
});
