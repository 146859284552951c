import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readUserConfiguration, withPluginFolder } from "../../lib/cli/cli-configuration";

const PLUGINS = "/project/cdktf.out/stacks/guests/terraform.d/plugins";

describe("withPluginFolder", () => {
  it("leaves a configuration without provider_installation alone", () => {
    const user = 'plugin_cache_dir = "/var/cache/tofu"\n';

    expect(withPluginFolder(user, PLUGINS)).toBe(user);
  });

  it("adds our folder and keeps the user's methods off our provider", () => {
    const user = `credentials "x" { token = "t" }
provider_installation {
  network_mirror {
    url     = "https://mirror.example/"
    include = ["registry.opentofu.org/*/*"]
  }
  filesystem_mirror {
    path    = "/srv/mirror"
    exclude = ["example.com/*/*"]
  }
  direct {
  }
}
disable_checkpoint = true
`;

    expect(withPluginFolder(user, PLUGINS)).toBe(`credentials "x" { token = "t" }
provider_installation {
  filesystem_mirror {
    path    = "${PLUGINS}"
    include = ["slipway.invalid/*/*"]
  }
  network_mirror {
    url     = "https://mirror.example/"
    include = ["registry.opentofu.org/*/*"]
  }
  filesystem_mirror {
    path    = "/srv/mirror"
    exclude = ["slipway.invalid/*/*", "example.com/*/*"]
  }
  direct {
    exclude = ["slipway.invalid/*/*"]
  }
}
disable_checkpoint = true
`);
  });

  it("leaves a block that is never closed to OpenTofu's own error", () => {
    expect(withPluginFolder("provider_installation {", PLUGINS)).toBe("provider_installation {");
  });
});

describe("readUserConfiguration", () => {
  const home = mkdtempSync(join(tmpdir(), "slipway-test-"));
  afterAll(() => rmSync(home, { recursive: true }));

  it("answers nothing where TF_CLI_CONFIG_FILE names a file that is not there", () => {
    expect(readUserConfiguration({ HOME: home, TF_CLI_CONFIG_FILE: join(home, "missing") })).toBeUndefined();
  });

  it("reads the file in the home folder that OpenTofu prefers", () => {
    writeFileSync(join(home, ".terraformrc"), "# terraform");
    writeFileSync(join(home, ".tofurc"), "# tofu");

    expect(readUserConfiguration({ HOME: home })).toBe("# tofu");
  });
});
