import { bareUrl } from "../../lib/values/bare-url";

describe("bareUrl", () => {
  it.each([
    ["https://mirror.example/fcos.iso", "https://mirror.example/fcos.iso"],
    ["https://user:hunter2@mirror.example:8443/fcos.iso", "https://mirror.example:8443/fcos.iso"],
    ["https://mirror.example/fcos.iso?token=hunter2#hunter2", "https://mirror.example/fcos.iso"],
    ["https://user:hunter2@", "https://"],
    ["/srv/images/fcos 1?.iso", "/srv/images/fcos 1?.iso"],
  ])("shows %s as %s", (url, shown) => {
    expect(bareUrl(url)).toBe(shown);
  });
});
