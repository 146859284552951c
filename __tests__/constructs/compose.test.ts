import { ByteSize, Container, GuestVm } from "../../lib";
import { readable } from "../stacks/readable";
import { AddressManager, ForeignResource } from "./foreign";
import { anInstallVm, synthesizeStack } from "./synth";

describe("GuestVm, composed with resources of another provider", () => {
  const stack = synthesizeStack((stack) => {
    new AddressManager(stack);
    const lease = new ForeignResource(stack, "lease", { network: "servers" });
    const tokens = new ForeignResource(stack, "token");
    const guest = new GuestVm(stack, "web", {
      install: anInstallVm(stack),
      vmId: lease.getNumberAttribute("number"),
      address: lease.getStringAttribute("address"),
      macAddress: lease.getStringAttribute("mac"),
      hostname: lease.getStringAttribute("name"),
      nodeName: lease.getStringAttribute("node"),
      memoryMiB: lease.getNumberAttribute("memory"),
      sshAuthorizedKeys: lease.getListAttribute("keys"),
      tags: ["slipway", lease.getStringAttribute("tag")],
      description: `\${literal} of ${lease.getStringAttribute("owner")}`,
    });
    guest.ignition.addFile({
      path: "/etc/app.conf",
      contents: `token = "${tokens.getStringAttribute("value")}"\nport = ${tokens.getNumberAttribute("port")}\nhome = \${HOME}\n`,
    });
    const data = guest.addDataDisk("data", { size: ByteSize.gib(40), mountAt: "/var/lib/data" });
    guest.ignition.addQuadlet(
      new Container("app", {
        image: "registry.example.org/app:1",
        volumes: [data.at("/data")],
        environment: { TOKEN: tokens.getStringAttribute("value") },
      }),
    );
    new ForeignResource(stack, "record", {
      name: guest.hostname,
      address: guest.address,
      vm: guest.vm.vmId,
      release: guest.release,
      host_keys: guest.sshHostKeys,
    });
  });

  it("takes tokens for whatever may come from them, and gives tokens for whatever they may want", () => {
    const { resource, data, provider } = stack;

    expect(readable(withoutInstallVm({ resource, data, provider }))).toMatchSnapshot();
  });

  it("hands a late document on as its structure, and escapes what is literal in it", () => {
    const files = Object.values(stack.resource?.["slipway_files"] ?? {})[0]?.["files"] as { document_wo: string }[];

    expect(files[0]?.document_wo).toContain(
      String.raw`{"path":"/etc/app.conf","contents":"token = \"${"${ipam_token.token.value}"}\"\nport = ${"${ipam_token.token.port}"}\nhome = \u0024{HOME}\n"}`,
    );
    expect(files[0]?.document_wo).toMatch(/^\$\{jsonencode\(.*\)\}$/s);
  });
});

/** The install VM has a snapshot of its own. */
function withoutInstallVm(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      /^install_(iso|vm|reboot)_/.test(key) ? [] : [[key, withoutInstallVm(item)]],
    ),
  );
}
