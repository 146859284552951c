import { args } from "../directives/lists";
import { texts } from "../directives/scalar";
import { PLACE } from "./rules";

/** What every section of podman's own has. */
export const podman = {
  ContainersConfModule: texts(PLACE),
  GlobalArgs: args(),
  PodmanArgs: args(),
} as const;
