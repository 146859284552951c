import type { ContainerDirectives, ContainerUnit } from "../units/schema";

/** What all containers of the install VM have in common; what a service needs more, it names. */
export const HARDENED = {
  Network: ["host"],
  ReadOnly: true,
  NoNewPrivileges: true,
  DropCapability: ["all"],
  PidsLimit: 256,
} as const satisfies Partial<ContainerDirectives>;

/** A service that is started again whatever ended it. */
export const RESTARTED = {
  Restart: "always",
  RestartSec: 5,
  TimeoutStartSec: 900,
} as const satisfies ContainerUnit["Service"];

/**
 * Work that others wait for, tried until it succeeds: an image cannot be fetched before there is a network. `direct`
 * keeps those that wait from failing along with the first attempt.
 */
export const RETRIED = {
  Restart: "on-failure",
  RestartMode: "direct",
  RestartSec: 15,
  TimeoutStartSec: 900,
} as const satisfies ContainerUnit["Service"];

export const AT_BOOT = { WantedBy: ["multi-user.target"] } as const satisfies ContainerUnit["Install"];

/**
 * A container that stops answering is killed, and systemd starts it again.
 *
 * @param command a line for the container's own shell
 */
export function watched(command: string): Partial<ContainerDirectives> {
  return {
    HealthCmd: command,
    HealthInterval: "30s",
    HealthTimeout: "10s",
    HealthRetries: 3,
    HealthStartPeriod: "1m",
    HealthOnFailure: "kill",
  };
}
