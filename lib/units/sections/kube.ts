import { required } from "../directive";
import { words } from "../directives/lists";
import { publishedPorts } from "../directives/ports";
import { networks } from "../directives/references";
import { boolean, oneOf, text } from "../directives/scalar";
import { podman } from "./podman";
import * as rules from "./rules";
import { remap, userNamespace } from "./user-mapping";

const AUTO_UPDATE = {
  pattern: /^(?:[A-Za-z0-9][A-Za-z0-9_.-]*\/)?(?:registry|local)$/,
  allowed: "`registry`, `local`, or one of them for one container: `name/registry`",
};

/** `[Kube]` of podman 5.6: what a file of Kubernetes' YAML describes. */
export const kube = {
  Yaml: required(text(rules.PLACE)),
  ServiceName: text(rules.SERVICE_NAME),
  SetWorkingDirectory: oneOf("yaml", "unit"),
  ConfigMap: words(rules.PLACE),
  AutoUpdate: words(AUTO_UPDATE),
  ExitCodePropagation: oneOf("all", "any", "none"),
  KubeDownForce: boolean(),
  ...userNamespace,
  ...remap,
  Network: networks(),
  PublishPort: publishedPorts(),
  LogDriver: text(),
  LogOpt: words(rules.LOG_OPTION),
  ...podman,
} as const;
