import { createPrivateKey, X509Certificate } from "node:crypto";
import { selfSigned } from "../../../lib/provider/plugin/certificate";
import { oid, sequence, utcTime } from "../../../lib/provider/plugin/der";

describe("selfSigned", () => {
  it("makes a certificate for localhost that its own key has signed", () => {
    const { certificate, certificatePem, privateKeyPem } = selfSigned(new Date("2026-11-22T03:04:05.678Z"));

    const parsed = new X509Certificate(certificate);
    expect(parsed.subject).toBe("CN=localhost");
    expect(parsed.issuer).toBe("CN=localhost");
    expect(parsed.subjectAltName).toBe("DNS:localhost");
    expect(parsed.validFrom).toBe("Nov 21 03:04:05 2026 GMT");
    expect(parsed.validTo).toBe("Nov 19 03:04:05 2036 GMT");
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
    expect(new X509Certificate(certificatePem).fingerprint256).toBe(parsed.fingerprint256);
  });

  it("makes another one each time", () => {
    expect(selfSigned().privateKeyPem).not.toBe(selfSigned().privateKeyPem);
    expect(new X509Certificate(selfSigned().certificate).serialNumber).not.toBe(
      new X509Certificate(selfSigned().certificate).serialNumber,
    );
  });
});

describe("DER", () => {
  it("writes object identifiers, times and lengths as X.509 has them", () => {
    expect(oid("1.2.840.10045.4.3.2").toString("hex")).toBe("06082a8648ce3d040302");
    expect(utcTime(new Date("2026-01-02T03:04:05Z")).toString("latin1")).toBe("\u0017\u000d260102030405Z");
    expect(sequence(Buffer.alloc(127)).subarray(0, 2).toString("hex")).toBe("307f");
    expect(sequence(Buffer.alloc(128)).subarray(0, 3).toString("hex")).toBe("308180");
    expect(sequence(Buffer.alloc(256)).subarray(0, 4).toString("hex")).toBe("30820100");
  });
});
