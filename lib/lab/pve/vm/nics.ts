import { randomBytes } from "node:crypto";
import { failure } from "../api-error";
import { parseProperties, printProperties } from "../parameters/property-string";
import type { Properties } from "../parameters/property-string";
import { nic } from "./formats";

/** Keys and values of a `netN` option. */
export function parseNic(text: string): Properties {
  const parsed = parseProperties(nic, text);
  if (parsed.kind === "refused") {
    throw failure(`unable to parse network options '${text}': ${parsed.problems.join(", ")}`);
  }
  return parsed.properties;
}

/** Writes `virtio=<mac>,bridge=…`, with an address of Proxmox's own range if none was given. */
export function canonicalNic(text: string): string {
  const properties = new Map(parseNic(text));
  const model = properties.get("model") ?? "virtio";
  const address = properties.get("macaddr") ?? randomAddress();
  properties.delete("model");
  properties.delete("macaddr");
  const rest = printProperties(nic, properties);
  return [`${model}=${address}`, ...(rest === "" ? [] : [rest])].join(",");
}

function randomAddress(): string {
  const tail = [...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase());
  return ["BC", "24", "11", ...tail].join(":");
}
