import { z } from "zod";
import { isLate, late, type MaybeLate } from "../../values/late";
import type { Directive } from "../directive";
import { textLine, unitText, type UnitText } from "../text";

/** One port, or several that follow each other, such as `8080-8089`. */
export type Ports = MaybeLate<number> | `${number}-${number}`;

/** A port of the host that leads to one of the container. */
export interface PublishedPort {
  /** Address to listen on; an IPv6 one without brackets. */
  readonly address?: UnitText | undefined;
  /** @default - any free port */
  readonly host?: Ports | undefined;
  readonly container: Ports;
  /** @default tcp */
  readonly protocol?: MaybeLate<"tcp" | "udp" | "sctp"> | undefined;
}

export function publishedPorts(): Directive<readonly PublishedPort[]> {
  const range = z.string().regex(/^\d{1,5}-\d{1,5}$/, "a range is written as `8080-8089`");
  const port = late(z.union([z.int().min(1).max(65535), range])) as z.ZodType<Ports>;
  const published = z
    .strictObject({
      address: unitText({ pattern: /^[0-9A-Fa-f.:]+$/, allowed: "an IP address" }).optional(),
      host: port.optional(),
      container: port,
      protocol: late(z.enum(["tcp", "udp", "sctp"])).optional(),
    })
    .readonly();
  return {
    form: "[{ host: 8080, container: 80 }]",
    schema: z.array(published).readonly(),
    lines: (values, dialect) =>
      values.map(({ address, host, container, protocol }) => {
        const listen = address === undefined || isLate(address) ? "" : textLine(address, dialect);
        const shown = listen.includes(":") ? `[${listen}]` : listen;
        const outside = shown === "" ? [host] : [shown, host ?? ""];
        const parts = [...outside.filter((part) => part !== undefined), container];
        return `${parts.join(":")}${protocol === undefined || isLate(protocol) ? "" : `/${protocol}`}`;
      }),
  };
}
