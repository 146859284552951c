import { z } from "zod";
import type { ConfigReferences, IgnitionSettings, Security, Tls } from "../../ignition/schema";
import { sugaredContents, type InlineContents, type LocalContents, type SugaredContents } from "./contents";

/** Section `ignition`, with Butane's additions. */
export interface SugaredSettings extends Omit<IgnitionSettings, "config" | "security"> {
  readonly config?: SugaredReferences | undefined;
  readonly security?: SugaredSecurity | undefined;
}

export interface SugaredReferences extends Omit<ConfigReferences, "merge" | "replace"> {
  readonly merge?: readonly (SugaredContents | NonNullable<ConfigReferences["merge"]>[number])[] | undefined;
  readonly replace?: ConfigReferences["replace"] | LocalContents | InlineContents;
}

export interface SugaredSecurity extends Omit<Security, "tls"> {
  readonly tls?: SugaredTls | undefined;
}

export interface SugaredTls extends Omit<Tls, "certificateAuthorities"> {
  readonly certificateAuthorities?: readonly SugaredContents[] | undefined;
}

export const sugaredSettings = z.looseObject({
  config: z.looseObject({ merge: z.array(sugaredContents).optional(), replace: sugaredContents.optional() }).optional(),
  security: z
    .looseObject({
      tls: z.looseObject({ certificateAuthorities: z.array(sugaredContents).optional() }).optional(),
    })
    .optional(),
});
