import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { Client, credentials, type MethodDefinition } from "@grpc/grpc-js";
import { encodeDocument } from "../../../lib/documents";
import { UNKNOWN, type ValueObject } from "../../../lib/provider/framework/values";
import { selfSigned } from "../../../lib/provider/plugin/certificate";
import { controlMethods } from "../../../lib/provider/plugin/control-services";
import { methods } from "../../../lib/provider/rpc/methods";
import { schema } from "../../../lib/provider/resources/digest/schema";
import { schema as providerSchema } from "../../../lib/provider/schema";
import { objectFromWire, objectToWire } from "../../../lib/provider/wire/dynamic-value";
import { objectType } from "../../../lib/provider/wire/type";
import { pluginEnvironment } from "../provider-start/plugin-environment";

const TYPE = "slipway_digest";
const type = objectType(schema.attributes);
const capabilities = { writeOnlyAttributesAllowed: true, deferralAllowed: false };

/** As many as OpenTofu has under way. */
const AT_ONCE = 10;

/**
 * Takes resources through their whole life, as OpenTofu would: create (validate, plan, apply), look again (upgrade, read,
 * plan, which has to be empty), change, remove. All over gRPC with mutual TLS, to the provider as it is delivered.
 *
 * Arguments: the provider's file, how many resources, and what to print: milliseconds of the provider's processor time
 * for each resource (`cpu`), its start and the first compiling included, or the most memory that it took, in MiB (`memory`).
 */
async function main([file = "", count = "1", what = "cpu"]: readonly string[]): Promise<void> {
  const own = selfSigned();
  const provider = spawn(process.execPath, [file], {
    env: pluginEnvironment(own.certificatePem),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(provider.stdout, "data")) as [Buffer];
  const [, , , socket = "", , certificate = ""] = line.toString().trim().split("|");
  // Sent without padding, which PEM has.
  const base64 = Buffer.from(certificate, "base64").toString("base64");
  const pem = `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
  const tls = credentials.createSsl(Buffer.from(pem), Buffer.from(own.privateKeyPem), Buffer.from(own.certificatePem));
  const client = new Client(`unix:${socket}`, tls, {
    "grpc.ssl_target_name_override": "localhost",
    "grpc.max_receive_message_length": -1,
  });
  try {
    const life = new Life(client);
    await life.configure();
    const resources = Array.from({ length: Number(count) }, (_, index) => index);
    await Promise.all(Array.from({ length: AT_ONCE }, () => drain(resources, (index) => life.live(index))));
    const value = what === "cpu" ? processorMilliseconds(provider) / Number(count) : peakMebibytes(provider);
    process.stdout.write(`${value}\n`);
    await call(client, controlMethods.controller.Shutdown, {});
    await once(provider, "exit");
  } finally {
    client.close();
    provider.kill("SIGKILL");
  }
}

async function drain<T>(queue: T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one);
}

class Life {
  constructor(private readonly client: Client) {}

  async configure(): Promise<void> {
    const answer = await call(this.client, methods.GetProviderSchema, {});
    if (answer.resourceSchemas?.[TYPE] === undefined) throw new Error("the provider has no digest");
    const nothing = Object.fromEntries(Object.keys(providerSchema.attributes).map((name) => [name, null]));
    const config = objectToWire(objectType(providerSchema.attributes), nothing);
    refuseTrouble(await call(this.client, methods.ConfigureProvider, { config, terraformVersion: "1.12.6" }));
  }

  /** One resource, from before it is there until it is gone. */
  async live(index: number): Promise<void> {
    const [first, second] = [configOf(index, "first"), configOf(index, "second")];
    const created = await this.change(null, first);
    const refreshed = await this.refresh(created);
    if (await this.differs(refreshed, first)) throw new Error("the plan after an apply is not empty");
    const changed = await this.change(refreshed, second);
    if (changed.sha512 === created.sha512) throw new Error("nothing has changed");
    await this.remove(await this.refresh(changed));
  }

  private async change(prior: ValueObject | null, config: ValueObject): Promise<ValueObject> {
    refuseTrouble(
      await call(this.client, methods.ValidateResourceConfig, {
        typeName: TYPE,
        config: objectToWire(type, config),
        clientCapabilities: capabilities,
      }),
    );
    const planned = await this.plan(prior, config);
    const answer = await call(this.client, methods.ApplyResourceChange, {
      typeName: TYPE,
      priorState: objectToWire(type, prior),
      plannedState: objectToWire(type, planned),
      config: objectToWire(type, config),
    });
    refuseTrouble(answer);
    return present(objectFromWire(type, answer.newState));
  }

  private async plan(prior: ValueObject | null, config: ValueObject): Promise<ValueObject | null> {
    const proposed: ValueObject = { document_wo: null, sha512: prior?.sha512 ?? null, size: prior?.size ?? null };
    const answer = await call(this.client, methods.PlanResourceChange, {
      typeName: TYPE,
      priorState: objectToWire(type, prior),
      proposedNewState: objectToWire(type, proposed),
      config: objectToWire(type, config),
      clientCapabilities: capabilities,
    });
    refuseTrouble(answer);
    return objectFromWire(type, answer.plannedState);
  }

  private async differs(prior: ValueObject, config: ValueObject): Promise<boolean> {
    return (await this.plan(prior, config))?.sha512 !== prior.sha512;
  }

  private async refresh(state: ValueObject): Promise<ValueObject> {
    const upgraded = await call(this.client, methods.UpgradeResourceState, {
      typeName: TYPE,
      version: schema.version,
      rawState: { json: Buffer.from(JSON.stringify(state)) },
    });
    refuseTrouble(upgraded);
    const answer = await call(this.client, methods.ReadResource, {
      typeName: TYPE,
      currentState: upgraded.upgradedState ?? null,
      clientCapabilities: capabilities,
    });
    refuseTrouble(answer);
    return present(objectFromWire(type, answer.newState));
  }

  private async remove(prior: ValueObject): Promise<void> {
    const nothing = objectToWire(type, null);
    const common = { typeName: TYPE, priorState: objectToWire(type, prior), config: nothing };
    refuseTrouble(await call(this.client, methods.PlanResourceChange, { ...common, proposedNewState: nothing }));
    const answer = await call(this.client, methods.ApplyResourceChange, { ...common, plannedState: nothing });
    refuseTrouble(answer);
  }
}

/** A text that is the resource's own: what documents of other kinds cost is not the framework's, and measured elsewhere. */
function configOf(index: number, motto: string): ValueObject {
  const document = encodeDocument({ kind: "text", text: `guest ${index}: ${motto}\n`.repeat(10) });
  return { document_wo: JSON.stringify(document), sha512: null, size: null };
}

function call<Request, Response>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) => {
      if (error === null && answer !== undefined) resolve(answer);
      else reject(error ?? new Error(`${path} has no answer`));
    });
  });
}

function refuseTrouble({
  diagnostics,
}: {
  diagnostics?: readonly { summary?: string | null; detail?: string | null }[] | null;
}) {
  const [first] = diagnostics ?? [];
  if (first !== undefined) throw new Error(`${first.summary}: ${first.detail}`);
}

function present(value: ValueObject | null): ValueObject {
  if (value === null || value.sha512 === UNKNOWN) throw new Error("the resource is gone, or not known");
  return value;
}

/** Of all threads; Linux counts them in nanoseconds. */
function processorMilliseconds({ pid }: ChildProcess): number {
  const ticks = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  if (readdirSync(`/proc/${pid}/task`).length === 0) throw new Error("the provider is gone");
  // utime and stime, in hundredths of a second.
  return (Number(ticks[11]) + Number(ticks[12])) * 10;
}

function peakMebibytes({ pid }: ChildProcess): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) / 1024;
}

void main(process.argv.slice(2));
