import { check } from "../../lib/values/check";
import { domainNameSchema, hostNameSchema } from "../../lib/values/host-name";

describe("hostNameSchema", () => {
  const codes = (value: string): readonly string[] => check(hostNameSchema, value, "test").map(({ code }) => code);

  it.each(["web", "web-1", "1", "a".repeat(63)])("accepts %s", (name) => {
    expect(codes(name)).toEqual([]);
  });

  it.each(["Web", "-web", "web-", "web.example", "web\n", "a,b", "a".repeat(64), ""])("refuses %j", (name) => {
    expect(codes(name)).toEqual(["host-name/not-a-label"]);
  });
});

describe("domainNameSchema", () => {
  const codes = (value: string): readonly string[] => check(domainNameSchema, value, "test").map(({ code }) => code);

  it("accepts labels with dots between", () => {
    expect(codes("lab.example.org")).toEqual([]);
  });

  it.each(["example..org", ".org", "example.org.", `${"a.".repeat(127)}aa`])("refuses %j", (name) => {
    expect(codes(name)).toEqual(["host-name/not-a-domain"]);
  });
});
