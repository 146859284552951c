import { clientOf, failureOf, servingPve } from "./serving-pve";

describe("connectProxmox", () => {
  const serving = servingPve();

  describe("what stands in between", () => {
    it.each([
      ["a login page", { text: "<html><body>Please log in: hunter2</body></html>" }],
      ["bad JSON", { text: '{"data": [hunter2' }],
      ["JSON of something else", { text: '{"hunter2": true}' }],
    ])("is suspected where it answers with %s, and quoted nowhere", async (_name, answer) => {
      const pve = await serving(answer);

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error.message).toMatch(/^GET \/version: 200 the answer is not one of the Proxmox API: is something else/);
      expect(error.message).not.toContain("hunter2");
    });

    it("is shown by its status line where it answers with a page of HTML", async () => {
      const pve = await serving({ status: 502, reason: "Bad Gateway", text: "<html><h1>nginx</h1></html>" });

      const error = await failureOf(clientOf(pve).get("/version"));

      expect(error.message).toBe("GET /version: 502 Bad Gateway");
    });

    it("is suspected where a list is not one", async () => {
      const pve = await serving({ json: { data: [{ vmid: "a" }] } });

      const error = await failureOf(clientOf(pve).listVms());

      expect(error.message).toMatch(
        /^GET \/cluster\/resources was not answered as Proxmox VE 8 and 9 do \(\[0\]\.vmid: /,
      );
    });
  });
});
