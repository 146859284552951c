import type { z } from "zod";
import { formatPath } from "../../values/config-error";

/**
 * Takes an answer for what it should be.
 *
 * @param from the call that was answered, for messages
 * @throws Error that names the places where the answer differs, and quotes nothing of it
 */
export function parseAnswer<Answer>(schema: z.ZodType<Answer>, answer: unknown, from: string): Answer {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 3).map(({ path, message }) => {
    const at = formatPath(path.map((step) => (typeof step === "number" ? step : String(step))));
    return at === "" ? message : `${at}: ${message}`;
  });
  throw new Error(
    `GET ${from} was not answered as Proxmox VE 8 and 9 do (${places.join("; ")}); is the endpoint one of them, and nothing in between?`,
  );
}
