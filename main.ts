import { App } from "cdktf";
import { ConfigError } from "./lib";
import { GuestsStack } from "./stacks/guests-stack";
import { InstallStack } from "./stacks/install-stack";
import { readSettings } from "./stacks/settings";

try {
  const settings = readSettings();
  const app = new App();
  const { install } = new InstallStack(app, "install", settings);
  new GuestsStack(app, "guests", install, settings);
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
