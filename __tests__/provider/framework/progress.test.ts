import { Progress } from "../../../lib/provider/framework/progress";

describe("Progress", () => {
  let now = 0;
  let told: string[];
  beforeEach(() => {
    now = 0;
    told = [];
    jest.spyOn(console, "info").mockImplementation((line: string) => void told.push(line));
  });
  afterEach(() => jest.restoreAllMocks());

  const MIB = 1024 ** 2;

  it("tells each tenth of what is counted", () => {
    const progress = new Progress('upload ISO "install"', () => now);

    for (let percent = 0; percent <= 30; percent += 5) {
      now += 2000;
      progress.bytes(percent * MIB, 100 * MIB);
    }

    expect(told).toEqual([
      'upload ISO "install": 10 %, 10 of 100 MiB',
      'upload ISO "install": 20 %, 20 of 100 MiB',
      'upload ISO "install": 30 %, 30 of 100 MiB',
    ]);
  });

  it("tells every ten seconds where nothing changes, or nobody knows how much there is", () => {
    const progress = new Progress("download", () => now);

    for (let second = 0; second < 25; second++) {
      now += 1000;
      progress.bytes(second * MIB, undefined);
    }

    expect(told).toEqual(["download: 9 MiB", "download: 19 MiB"]);
  });

  it("says nothing of what is quick", () => {
    const progress = new Progress("download", () => now);

    for (let percent = 0; percent <= 100; percent += 10) progress.bytes(percent, 100);

    expect(told).toEqual([]);
  });

  it("tells what has changed, and what has not every ten seconds", () => {
    const progress = new Progress('guest "web"', () => now);

    for (const standing of ["DHCP", "DHCP", "iPXE", "iPXE", "iPXE", "iPXE"]) {
      now += 5000;
      progress.standing(standing);
    }

    expect(told).toEqual(['guest "web": DHCP', 'guest "web": iPXE', 'guest "web": iPXE']);
  });
});
