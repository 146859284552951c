import { z } from "zod";
import { label } from "../argument";

/** What a script does when a command fails. */
export type OnFailure =
  /** It goes on at a label. */
  | { readonly goto: string }
  /** It goes on with the next line. */
  | "continue";

/** Where a script goes on after a command that may fail. Without either of the two, a failure ends the script. */
export type Outcome =
  | { readonly onFailure?: OnFailure | undefined; readonly onSuccess?: undefined }
  /** After success it goes on at a label, and after a failure with the next line. */
  | { readonly onSuccess: { readonly goto: string }; readonly onFailure?: undefined };

const jump = z.strictObject({ goto: label });

/** The keys of {@link Outcome} within the schema of a command. */
export const outcome = {
  onFailure: z.union([z.literal("continue"), jump]).optional(),
  onSuccess: jump.optional(),
};
