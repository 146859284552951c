import { z } from "zod";
import { outcome } from "./outcome";

/** Commands for network interfaces. Without a list they are for all that there are. */
export type NetworkCommand =
  | { readonly command: "ifopen" | "ifclose" | "dhcp"; readonly interfaces?: readonly string[] | undefined }
  | {
      readonly command: "ifconf";
      readonly interfaces?: readonly string[] | undefined;
      readonly configurator?: "dhcp" | "ipv6" | undefined;
    };

/** The name of an interface in iPXE: `net0`. */
const interfaces = z
  .array(z.string().regex(/^net\d{1,2}$/, "is the name of an interface, such as `net0`"))
  .min(1)
  .max(16)
  .optional();

export const networkCommands = [
  z.strictObject({ command: z.literal("ifopen"), interfaces, ...outcome }),
  z.strictObject({ command: z.literal("ifclose"), interfaces, ...outcome }),
  z.strictObject({ command: z.literal("dhcp"), interfaces, ...outcome }),
  z.strictObject({
    command: z.literal("ifconf"),
    interfaces,
    configurator: z.enum(["dhcp", "ipv6"]).optional(),
    ...outcome,
  }),
] as const;
