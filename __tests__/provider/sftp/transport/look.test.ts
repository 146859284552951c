import { aTransport, file } from "./a-transport";

describe("SftpTransport", () => {
  const { named, served, use, write } = aTransport();

  describe("look", () => {
    it("tells of many files by one listing of their folder, and where that is refused by asking for each", async () => {
      const paths = Array.from({ length: 20 }, (_, index) => `/x/${index}`);
      await write(paths.slice(0, 19).map((path) => file(path, "abc")));
      served.server.requests.length = 0;

      const listed = await use((transport) => transport.look(paths));
      expect(named()).toEqual(["STAT /x", "OPENDIR /x", "READDIR", "READDIR", "CLOSE"]);
      served.server.refuse = "OPENDIR";
      const asked = await use((transport) => transport.look(paths));

      expect(asked).toEqual(listed);
      expect(listed.map((stat) => stat?.size)).toEqual([...Array.from({ length: 19 }, () => 3), undefined]);
      expect(listed[0]).toEqual({
        kind: "file",
        size: 3,
        mode: 0o644,
        version: expect.stringMatching(/^\d{10}$/),
        isCoarse: true,
      });
    });
  });
});
