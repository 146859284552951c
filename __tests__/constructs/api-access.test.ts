import type { TerraformStack } from "cdktf";
import { ApiAccess, type ApiAccessProps } from "../../lib";
import { NEEDS } from "../../lib/values/privileges";
import { anInstallVm, aProxmox, problems, refusals, synthesizeStack } from "./synth";

const access = (stack: TerraformStack, props: Partial<ApiAccessProps> = {}): ApiAccess =>
  new ApiAccess(stack, "access", { proxmox: aProxmox(stack), bridges: ["vmbr1"], ...props });

const privilegesOf = (role: string): readonly string[] =>
  NEEDS.flatMap((need) => (need.role === role ? Object.keys(need.uses) : []));

describe("ApiAccess", () => {
  it("makes a user, the roles, and what grants them; the token is left to root", () => {
    const { resource, output } = synthesizeStack((stack) => access(stack));
    const acl = (path: string, role: string) => ({
      path,
      propagate: true,
      role_id: `\${proxmox_virtual_environment_role.${role}.role_id}`,
      user_id: "${proxmox_virtual_environment_user.access_user_952DB190.user_id}",
    });

    expect(Object.values(resource?.["proxmox_virtual_environment_user"] ?? {})).toEqual([
      { user_id: "slipway@pve", comment: "Slipway: made by OpenTofu" },
    ]);
    expect(Object.values(resource?.["proxmox_virtual_environment_role"] ?? {})).toEqual(
      ["SlipwayVm", "SlipwayIso", "SlipwayDisk", "SlipwayNetwork"].map((role) => ({
        role_id: role,
        privileges: privilegesOf(role),
      })),
    );
    expect(Object.values(resource?.["proxmox_acl"] ?? {})).toEqual([
      acl("/vms", "access_role-SlipwayVm_402DE7AD"),
      acl("/storage/local", "access_role-SlipwayIso_3C66F03B"),
      acl("/storage/local-lvm", "access_role-SlipwayDisk_095712FD"),
      acl("/sdn/zones/localnetwork/vmbr1", "access_role-SlipwayNetwork_6FB1B8E5"),
    ]);
    expect(resource?.["proxmox_user_token"]).toBeUndefined();
    expect(output).toEqual({ token_command: { value: "pveum user token add slipway@pve tofu --privsep 0" } });
  });

  it("grants on the VMs or the pool that it is told, and what features need", () => {
    const paths = (props: Partial<ApiAccessProps>): unknown => {
      let made: ApiAccess | undefined;
      synthesizeStack((stack) => (made = access(stack, props)));
      return made?.grants.map(({ path, need }) => `${path} ${need.role}`);
    };
    const others = [
      "/storage/local SlipwayIso",
      "/storage/local-lvm SlipwayDisk",
      "/sdn/zones/localnetwork/vmbr1 SlipwayNetwork",
    ];

    expect(paths({ vmIds: [101, 102] })).toEqual(["/vms/101 SlipwayVm", "/vms/102 SlipwayVm", ...others]);
    expect(paths({ poolId: "shop" })).toEqual(["/pool/shop SlipwayVm", ...others]);
    expect(paths({ features: ["start_order", "placement"] })).toEqual([
      "/vms SlipwayVm",
      ...others,
      "/nodes/pve1 SlipwayPlacement",
      "/nodes/pve2 SlipwayPlacement",
      "/nodes/pve3 SlipwayPlacement",
      "/ SlipwayStartOrder",
    ]);
  });

  it("makes the token where its state may hold the secret, shows it as a sensitive output, and warns", () => {
    const { resource, output } = synthesizeStack((stack) => access(stack, { tokenInState: true }));

    expect(Object.values(resource?.["proxmox_user_token"] ?? {})).toMatchObject([
      { token_name: "tofu", privileges_separation: false },
    ]);
    expect(output).toEqual({
      api_token: { sensitive: true, value: expect.stringMatching(/^\$\{proxmox_user_token\..*\.value\}$/) as string },
    });
    expect(problems((stack) => access(stack, { tokenInState: true }))).toEqual([
      expect.stringContaining("api-access/token-in-state at stack/access/tokenInState"),
    ]);
  });

  it("refuses to keep a secret in the state of other resources", () => {
    const both = (stack: TerraformStack): void => {
      const install = anInstallVm(stack);
      new ApiAccess(stack, "access", { proxmox: install.proxmox, bridges: ["vmbr1"], tokenInState: true });
    };

    expect(refusals(both)).toEqual([["api-access/shared-state", "stack/access/tokenInState"]]);
  });

  it.each([
    ["a user without a realm", { user: "slipway" }, "stack/access/user"],
    ["a token's name with a space", { tokenName: "a b" }, "stack/access/tokenName"],
    ["a command in a bridge's name", { bridges: ["vmbr1; reboot"] }, "stack/access"],
    ["a value that is not known at synth", { user: "${var.user}@pve" }, "stack/access/user"],
  ])("refuses %s", (_name, props, path) => {
    expect(refusals((stack) => access(stack, props))).toEqual([["api-access/name", path]]);
  });
});
