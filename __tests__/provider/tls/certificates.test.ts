import { selfSigned } from "../../../lib/provider/plugin/certificate";
import { refuseUnreadable } from "../../../lib/provider/tls/certificates";

describe("refuseUnreadable", () => {
  const [one, two] = [selfSigned().certificatePem, selfSigned().certificatePem];

  it("takes a bundle of several certificates, with words between them", () => {
    expect(() => refuseUnreadable(`the first:\n${one}\nthe second:\n${two}`, "ca")).not.toThrow();
  });

  it.each([
    ["no certificate", "hunter2", "ca holds no certificate in PEM"],
    ["a broken one behind a good one", `${one}${two.replace(/\n.{20}/, "\n")}`, "2 certificates in PEM, and number 2"],
    ["a broken one before a good one", `${one.replace(/\n.{20}/, "\n")}${two}`, "2 certificates in PEM, and number 1"],
    ["one that is cut off", `${one}${two.slice(0, 100)}`, "2 certificates in PEM, and number 2"],
  ])("refuses %s", (_what, pem, message) => {
    expect(() => refuseUnreadable(pem, "ca")).toThrow(message);
    expect(() => refuseUnreadable(pem, "ca")).not.toThrow("hunter2");
  });
});
