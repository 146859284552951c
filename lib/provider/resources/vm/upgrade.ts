import type { ValueObject } from "../../framework/values";

/** From version 0, which knew whether there is a serial console, and whether there is a random number generator. */
export function upgradeVm(state: ValueObject, version: number): ValueObject {
  if (version !== 0) return state;
  const { serial_device: serial, rng, ...rest } = state;
  return {
    ...rest,
    serial_ports: serial === true ? 1 : 0,
    rng: rng === true ? { source: "/dev/urandom", max_bytes: null, period: null } : null,
  };
}
