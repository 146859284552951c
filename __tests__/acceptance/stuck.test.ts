import { createHash } from "node:crypto";
import { describeWithTofu, said, World } from "./world";

jest.setTimeout(240_000);

const IGNITION = "/ignition/101.ign/10.20.0.11";
const TICKET = "/tickets/101.ign/10.20.0.11";

describeWithTofu("an install that cannot go on", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.begin({ guests: 1 });
    await world.mustSynth();
    await world.mustApply("install");
    await world.reached(9000, "healthy");
    await world.operator.session();
  });
  afterAll(() => world.end());
  afterEach(async () => {
    world.lab.faults.clear();
    await world.mustDestroy("guests");
  });

  /** Lets somebody work on the install VM once the guest has power; it goes on when that is done. */
  function onPower(work: () => Promise<void>): { readonly done: () => Promise<void> } {
    const waiting: { work?: Promise<void> } = {};
    world.lab.faults.stage = (vmId, stage) =>
      vmId === 101 && stage === "powered on" ? (waiting.work ??= work()) : undefined;
    return { done: async () => waiting.work };
  }

  const operator = (): World["operator"] => world.operator;

  it.each([
    {
      name: "a missing ticket",
      stage: "config checked",
      why: '"GET /tickets/101.ign HTTP/1.1" 403',
      spoil: () => operator().remove(TICKET),
    },
    {
      name: "a missing Ignition",
      stage: "config checked",
      why: '"GET /ignition/101.ign HTTP/1.1" 403',
      spoil: () => operator().remove(IGNITION),
    },
    {
      name: "an Ignition of a spec that the guest does not know",
      stage: "config checked",
      why: "unsupported config version: 9.9.0",
      spoil: async () => {
        const [config, ticket] = [await operator().read(IGNITION), await operator().read(TICKET)];
        const strange = config.replace('"version":"3.4.0"', '"version":"9.9.0"');
        await operator().write(IGNITION, strange);
        await operator().write(
          TICKET,
          ticket.replace(/[0-9a-f]{128}/, createHash("sha512").update(strange).digest("hex")),
        );
      },
    },
  ])(
    "says at which stage $name stops the guest, and shows the log that says why; the disk is untouched",
    async ({ stage, why, spoil }) => {
      const spoiling = onPower(spoil);

      const ended = await world.apply("guests");
      await spoiling.done();

      expect(ended.status).toBe(1);
      expect(said(ended)).toContain('Unable to install guest "db"');
      expect(said(ended)).toContain(`stuck at: ${stage}`);
      expect(said(ended)).toContain(why);
      expect(world.lab.pve.vm(101)?.disks.get("virtio0")?.contents).toEqual({ kind: "blank" });
    },
  );
});
