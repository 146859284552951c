import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NGINX_CONF } from "../../lib/images/http/nginx-conf";
import { until } from "../until";
import { fromPackage, judge, withFolder } from "./judges/judge";
import { Nginx, relocate } from "./judges/nginx";

const program = fromPackage("nginx", "nginx-light");
const judged = program === undefined ? it.skip : it;

jest.setTimeout(120_000);

const WEB = "127.0.0.2";
const OTHER = "127.0.0.3";
const NONCE = "0f".repeat(16);
const MACHINE = "5f0c1f0e-7d3a-4c52-9d1e-0a5b6c7d8e9f";
const BOOT = "7f1c2d3e-0000-4000-8000-000000000001";

describe("nginx", () => {
  judged("accepts the configuration", () => {
    const verdict = withFolder((folder) => {
      mkdirSync(join(folder, "log"));
      const file = join(folder, "nginx.conf");
      writeFileSync(file, relocate(NGINX_CONF, folder, 8080));
      return judge(program ?? "", ["-t", "-q", "-e", "stderr", "-c", file, "-g", `pid ${folder}/nginx.pid;`]);
    });

    expect(verdict).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  describe("with the configuration", () => {
    let nginx: Nginx;

    beforeAll(async () => {
      if (program === undefined) return;
      nginx = await Nginx.start(program, NGINX_CONF);
      nginx.write("www/boot.ipxe", "#!ipxe\n");
      nginx.write("www/config.cpio", "070701");
      nginx.write("www/secret", "secret");
      nginx.write("images/44.1.2/kernel.x86_64", "kernel");
      nginx.write(`tickets/102.ign/${WEB}`, "ticket");
      nginx.write(`ignition/102.ign/${WEB}`, "{}");
    });
    afterAll(async () => nginx?.stop());

    judged.each([
      ["the boot script", "/boot.ipxe", 200, "#!ipxe\n"],
      ["the live system's config", "/config.cpio", 200, "070701"],
      ["a file of a release", "/images/44.1.2/kernel.x86_64", 200, "kernel"],
      ["the guest's own ticket", "/tickets/102.ign", 200, "ticket"],
      ["the guest's own config", "/ignition/102.ign", 200, "{}"],
    ])("serves %s", async (_name, path, status, body) => {
      expect(await nginx.ask("GET", path, WEB)).toEqual({ status, body, length: String(body.length) });
    });

    judged("tells the length of a file to HEAD, which firmware asks for", async () => {
      expect(await nginx.ask("HEAD", "/images/44.1.2/kernel.x86_64", WEB)).toEqual({
        status: 200,
        body: "",
        length: "6",
      });
    });

    judged.each([
      ["GET", "/", 404],
      ["GET", "/secret", 404],
      ["GET", "/images/", 404],
      ["GET", "/images/44.1.2/", 404],
      ["GET", "/images/44.1.2/nothing", 404],
      ["GET", "/images/../www/secret", 404],
      ["GET", "/images/%2e%2e/www/secret", 404],
      ["GET", "/tickets/103.ign", 404],
      ["GET", "/tickets/102.ign/", 404],
      ["GET", `/tickets/102.ign/${WEB}`, 404],
      ["GET", "/ignition/103.ign", 404],
      ["GET", "/log/http.log", 404],
      ["GET", `/installed/102/${NONCE}/${MACHINE}`, 404],
      ["GET", `/log/102/${NONCE}/${MACHINE}/live`, 403],
      ["GET", `/reports/102/${NONCE}/${MACHINE}/${BOOT}`, 403],
      ["PUT", "/boot.ipxe", 405],
      ["PUT", "/ignition/102.ign", 405],
      ["DELETE", "/tickets/102.ign", 405],
      ["PUT", `/log/102/${NONCE}/${MACHINE}/finished`, 404],
      ["PUT", `/log/102/${NONCE}/live`, 404],
      ["PUT", `/reports/102/${NONCE}/${BOOT}`, 404],
      ["PUT", `/log/102/../../ignition/102.ign/${WEB}`, 404],
    ])("answers %s %s with %d", async (method, path, status) => {
      const body = method === "PUT" ? "x" : undefined;

      expect((await nginx.ask(method, path, WEB, body)).status).toBe(status);
    });

    judged.each([
      ["GET", "/tickets/102.ign"],
      ["GET", "/ignition/102.ign"],
      ["PUT", `/log/102/${NONCE}/${MACHINE}/live`],
      ["PUT", `/reports/102/${NONCE}/${MACHINE}/${BOOT}`],
    ])("answers %s %s with 403 where it comes from another guest's address", async (method, path) => {
      expect((await nginx.ask(method, path, OTHER, method === "PUT" ? "x" : undefined)).status).toBe(403);
    });

    judged("takes each stage of a guest, and takes it again", async () => {
      for (const stage of ["live", "checked", "written", "booted", "failed"]) {
        expect((await nginx.ask("PUT", `/log/102/${NONCE}/${MACHINE}/${stage}`, WEB, stage)).status).toBe(201);
        expect(readFileSync(nginx.path(`log/102/${NONCE}/${MACHINE}/${stage}`), "utf8")).toBe(stage);
      }

      expect((await nginx.ask("PUT", `/log/102/${NONCE}/${MACHINE}/failed`, WEB, "again")).status).toBe(204);
    });

    judged("takes a report once, and says from then on that the guest is installed", async () => {
      const path = `/reports/102/${NONCE}/${MACHINE}/${BOOT}`;

      expect((await nginx.ask("PUT", path, WEB, "{}")).status).toBe(201);
      expect((await nginx.ask("PUT", path, WEB, '{"other": true}')).status).toBe(409);
      expect(readFileSync(nginx.path(path), "utf8")).toBe("{}");
      expect(await nginx.ask("GET", `/installed/102/${NONCE}/${MACHINE}`, WEB)).toMatchObject({
        status: 200,
        body: "",
      });
      for (const other of [`${"1e".repeat(16)}/${MACHINE}`, `${NONCE}/${MACHINE.replace("5", "6")}`, NONCE]) {
        expect((await nginx.ask("GET", `/installed/102/${other}`, WEB)).status).toBe(404);
      }
    });

    judged.each([`/log/102/${NONCE}/${MACHINE}/live`, `/reports/102/${NONCE}/${MACHINE}/7f`])(
      "takes 16 KiB on %s and no more",
      async (path) => {
        expect((await nginx.ask("PUT", path, WEB, "x".repeat(16 * 1024 + 1))).status).toBe(413);
        expect([201, 204]).toContain((await nginx.ask("PUT", path, WEB, "x".repeat(16 * 1024))).status);
      },
    );

    judged("writes a line for each request", async () => {
      const log = (): string => readFileSync(nginx.path("log/http.log"), "utf8");

      await nginx.ask("GET", "/boot.ipxe?logged", WEB);
      // nginx answers first and logs then.
      await until(() => log().includes("?logged"));

      expect(log()).toMatch(/^\S+ 127\.0\.0\.2 "GET \/boot\.ipxe\?logged HTTP\/1\.1" 200 7$/m);
    });
  });
});
