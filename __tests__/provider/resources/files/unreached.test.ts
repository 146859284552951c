import { filesOf, onAServer, sha512, text } from "./on-a-server";

describe("slipway_files, after an apply that failed half-way", () => {
  const here = onAServer();
  const { config, served } = here;
  const files = () => config([text("/a", "one"), text("/b/c", "two"), text("/d", "three")]);

  it("leaves alone on destroy what it never came to write, whoever has put it there", async () => {
    served.put("/d", "somebody else's");
    served.server.refuse = "MKDIR /b";
    await here.drive.apply(files());
    served.server.refuse = undefined;
    await here.drive.refresh();

    const { diagnostics } = await here.drive.apply(null);

    expect(diagnostics).toEqual([]);
    expect(() => served.onServer("/a")).toThrow("ENOENT");
    expect(served.onServer("/d")).toBe("somebody else's");
  });

  it("keeps what was there of its own", async () => {
    await here.drive.apply(config([text("/d", "old")]));
    served.server.refuse = "MKDIR /b";
    await here.drive.apply(files());
    served.server.refuse = undefined;

    expect(filesOf(here.drive.state)).toEqual([
      ["/a", "0644", sha512("one"), 3],
      ["/b/c", "0644", null, null],
      ["/d", "0644", sha512("old"), 3],
    ]);

    await here.drive.apply(null);
    expect(() => served.onServer("/d")).toThrow("ENOENT");
  });

  it("goes on with the next apply", async () => {
    served.server.refuse = "MKDIR /b";
    await here.drive.apply(files());
    served.server.refuse = undefined;
    await here.drive.refresh();

    await here.drive.apply(files());

    expect(filesOf(here.drive.state)).toEqual([
      ["/a", "0644", sha512("one"), 3],
      ["/b/c", "0644", sha512("two"), 3],
      ["/d", "0644", sha512("three"), 5],
    ]);
  });
});
