import type { ModelOf, PlannedOf } from "../../framework/model";
import type { schema } from "./schema";

/** `slipway_installation` as its schema says, with nothing unknown. */
export type InstallationState = ModelOf<typeof schema>;

/** The same as it is planned. */
export type PlannedInstallation = PlannedOf<typeof schema>;

/** The same when it is applied: what the guest reports is unknown still. */
export type AppliedInstallation = PlannedOf<typeof schema, never>;

/** What has to be known of an installation to watch it: all that its user sets, and the machine. */
export type Watched = Omit<AppliedInstallation, "machine"> & Pick<InstallationState, "machine">;
