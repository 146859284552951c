import { apiToken, clientOf, failureOf, servingPve } from "./serving-pve";

describe("connectProxmox", () => {
  const serving = servingPve();

  describe("requests", () => {
    it("sends the token, and a GET's parameters as query", async () => {
      const pve = await serving({ json: { data: [1] } });

      const answer = await clientOf(pve).get("/nodes", { limit: 5, full: true, absent: undefined });

      expect(answer).toEqual([1]);
      expect(pve.seen.map(({ line }) => line)).toEqual(["GET /api2/json/nodes?limit=5&full=1"]);
      expect(pve.seen[0]?.headers.authorization).toBe(`PVEAPIToken=${apiToken}`);
    });

    it("sends parameters of POST and PUT as a form, and of DELETE as query", async () => {
      const pve = await serving({});
      const client = clientOf(pve);

      await client.post("/pools", { poolid: "a b&c", comment: "é" });
      await client.put("/pools", { poolid: "x", "allow-move": false });
      await client.delete("/pools", { poolid: "x" });

      expect(pve.seen.map(({ line, body }) => [line, body.toString()])).toEqual([
        ["POST /api2/json/pools", "poolid=a+b%26c&comment=%C3%A9"],
        ["PUT /api2/json/pools", "poolid=x&allow-move=0"],
        ["DELETE /api2/json/pools?poolid=x", ""],
      ]);
    });

    it("asks for nothing once it is interrupted", async () => {
      const pve = await serving("cut");
      const stop = new AbortController();
      stop.abort();

      const error = await failureOf(clientOf(pve).get("/version", {}, stop.signal));

      expect(error.name).toBe("AbortError");
      expect(pve.seen).toEqual([]);
    });
  });

  describe("listVms", () => {
    it("shares one request between callers at the same time, and asks again after a change", async () => {
      const vm = { vmid: 102, type: "qemu", node: "pve3", status: "running", name: "web", maxmem: 1 };
      const pve = await serving({ json: { data: [vm] } });
      const client = clientOf(pve);

      const lists = await Promise.all([client.listVms(), client.listVms(), client.listVms()]);
      await client.put("/nodes/pve3/qemu/102/config");
      await client.listVms();

      expect(lists[2]).toEqual([{ vmid: 102, type: "qemu", node: "pve3", status: "running", name: "web" }]);
      expect(pve.seen.map(({ line }) => line)).toEqual([
        "GET /api2/json/cluster/resources?type=vm",
        "PUT /api2/json/nodes/pve3/qemu/102/config",
        "GET /api2/json/cluster/resources?type=vm",
      ]);
    });

    it("does not keep a failure", async () => {
      const pve = await serving({ status: 500, reason: "cluster not ready" }, { json: { data: [] } });
      const client = clientOf(pve);

      await failureOf(client.listVms());

      expect(await client.listVms()).toEqual([]);
    });
  });
});
