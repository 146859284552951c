import { once } from "node:events";
import { Faults } from "../../../lib/lab/faults";
import { fetchInside } from "../../../lib/lab/network/http-client";
import { insideHttpServer } from "../../../lib/lab/network/http-server";
import { VirtualNetwork } from "../../../lib/lab/network/virtual-network";

const { signal } = new AbortController();

async function read(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe("VirtualNetwork", () => {
  let faults: Faults;
  let network: VirtualNetwork;
  beforeEach(() => {
    faults = new Faults();
    network = new VirtualNetwork(faults);
  });
  afterEach(() => network.close());

  it("carries bytes both ways and tells each end who the other is", async () => {
    network.attach("10.0.0.1");
    network.listen("10.0.0.1", 7, (socket) => {
      socket.write(`${socket.remoteAddress}:`);
      socket.pipe(socket);
    });

    const client = network.connect("10.0.0.1", 7, "10.0.0.9");
    client.end(Buffer.alloc(300_000, "x"));
    const text = await read(client);

    expect([text.slice(0, 10), text.length]).toEqual(["10.0.0.9:x", 300_009]);
  });

  it.each<[string, () => void, string]>([
    ["an address that nobody has", () => network.connect("10.0.0.2", 7, "10.0.0.9"), "EHOSTUNREACH"],
    ["a port that nobody serves", () => network.connect("10.0.0.1", 8, "10.0.0.9"), "ECONNREFUSED"],
    ["an address that somebody has", () => network.attach("10.0.0.1"), "EADDRINUSE"],
    ["a port that somebody serves", () => network.listen("10.0.0.1", 7, () => undefined), "EADDRINUSE"],
    ["listening without an address", () => network.listen("10.0.0.2", 7, () => undefined), "EHOSTUNREACH"],
  ])("refuses %s", (_name, act, code) => {
    network.attach("10.0.0.1");
    network.listen("10.0.0.1", 7, () => undefined);

    expect(act).toThrow(expect.objectContaining({ code }));
  });

  it("restarts a service: what is connected is cut, and others are refused until it is back", async () => {
    network.attach("10.0.0.1");
    network.listen("10.0.0.1", 7, () => undefined);
    network.listen("10.0.0.1", 8, () => undefined);
    const [client, other] = [7, 8].map((port) => network.connect("10.0.0.1", port, "10.0.0.9"));
    const closed = once(client as NonNullable<typeof client>, "end");
    client?.resume();

    network.restart("10.0.0.1", 7, 60_000);
    await closed;

    expect(() => network.connect("10.0.0.1", 7, "10.0.0.9")).toThrow(expect.objectContaining({ code: "ECONNREFUSED" }));
    expect(other?.destroyed).toBe(false);
    network.restart("10.0.0.1", 7, 0);
    expect(network.connect("10.0.0.1", 7, "10.0.0.9").destroyed).toBe(false);
  });

  it("cuts the connections of a machine that goes", async () => {
    const detach = network.attach("10.0.0.1");
    network.listen("10.0.0.1", 7, () => undefined);
    const client = network.connect("10.0.0.1", 7, "10.0.0.9");

    const closed = once(client, "close");
    detach();
    await closed;

    expect(() => network.connect("10.0.0.1", 7, "10.0.0.9")).toThrow("No route to host");
  });

  it("does what faults say", async () => {
    network.attach("10.0.0.1");
    network.listen("10.0.0.1", 7, (socket) => void socket.pipe(socket));

    faults.dropConnectionAfter = () => 4;
    const client = network.connect("10.0.0.1", 7, "10.0.0.9");
    client.write("123");
    client.write("456");
    expect(await read(client)).toBe("123");

    faults.refuseConnection = (_address, port) => port === 7;
    expect(() => network.connect("10.0.0.1", 7, "10.0.0.9")).toThrow("Connection refused");
  });
});

describe("fetchInside", () => {
  const network = new VirtualNetwork(new Faults());
  const server = insideHttpServer((request, response) => {
    request.resume().on("end", () => response.end(`${request.method} ${request.url} ${request.socket.remoteAddress}`));
  });

  beforeAll(() => {
    network.attach("10.0.0.1");
    network.listen("10.0.0.1", 80, (socket) => server.accept(socket));
  });
  afterAll(() => network.close());

  it("speaks HTTP with a server inside", async () => {
    const { status, body } = await fetchInside(network, { url: "http://10.0.0.1/a?b", from: "10.0.0.9", signal });

    expect([status, body.toString()]).toEqual([200, "GET /a?b 10.0.0.9"]);
  });

  it.each([
    ["http://example.invalid/", "Could not resolve host: example.invalid"],
    ["https://10.0.0.1/", "only http: is served inside the lab"],
    ["http://10.0.0.2/", "No route to host"],
    ["http://10.0.0.1:81/", "Connection refused"],
  ])("refuses %s", async (url, message) => {
    await expect(fetchInside(network, { url, from: "10.0.0.9", signal })).rejects.toThrow(message);
  });

  it("ends at once when its signal is aborted", async () => {
    network.listen("10.0.0.1", 90, () => undefined);
    const power = new AbortController();
    const asked = fetchInside(network, { url: "http://10.0.0.1:90/", from: "10.0.0.9", signal: power.signal });

    power.abort();

    await expect(asked).rejects.toThrow("aborted");
  });
});
