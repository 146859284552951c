import { boolean } from "../directives/scalar";

/** `[Quadlet]`: what the generator adds by itself. */
export const quadlet = { DefaultDependencies: boolean() } as const;
