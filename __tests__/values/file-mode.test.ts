import { fileModeRefusal, formatFileMode, parseFileMode } from "../../lib/values/file-mode";

describe("fileModeRefusal", () => {
  it.each([0, 0o400, 0o420, 0o600, 0o640, 0o644, 0o700, 0o755, 0o777, 0o1777, 0o2755, 0o2770, 0o4755, 0o6711, 0o7777])(
    "accepts %i",
    (mode) => {
      expect(fileModeRefusal(mode, "test")).toBeUndefined();
    },
  );

  it.each([600, 644, 755, 777, 1777, 2755])("refuses %i, which is octal without its 0o", (mode) => {
    const refusal = fileModeRefusal(mode, "test");

    expect(refusal).toMatchObject({
      code: "test/decimal-mode",
      fix: `write 0o${mode}, which is ${Number.parseInt(String(mode), 8)} in JSON`,
    });
    expect(refusal?.severity).toBe("error");
  });

  it.each([
    [400, "0620"],
    [444, "0674"],
    [1444, "2644"],
  ])("warns of %i, which may be meant as %s", (mode, permissions) => {
    expect(fileModeRefusal(mode, "test")).toMatchObject({ code: "test/decimal-mode", severity: "warning" });
    expect(formatFileMode(mode)).toBe(permissions);
  });

  it.each([-1, 1.5, NaN, Infinity, 0o10000])("refuses %d, which is no set of bits", (mode) => {
    expect(fileModeRefusal(mode, "test")).toMatchObject({ code: "test/mode-out-of-range" });
  });
});

describe("formatFileMode and parseFileMode", () => {
  it("write and read four octal digits", () => {
    expect(formatFileMode(0o644)).toBe("0644");
    expect(parseFileMode("0644")).toBe(0o644);
  });

  it.each(["644", "0648", "00644", "", "0x1a"])("read nothing else, such as %j", (text) => {
    expect(parseFileMode(text)).toBeUndefined();
  });
});
