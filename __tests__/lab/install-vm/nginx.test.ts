import fc from "fast-check";
import { parseNginx } from "../../../lib/lab/install-vm/nginx-config";
import { startNginx, type Nginx } from "../../../lib/lab/install-vm/nginx-server";
import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";
import { nginxConf } from "../world/install-config";

const owner = { uid: 101, gid: 101 };

function files(config: string): FileView {
  const view = new FileView(newDirectory());
  for (const path of [
    "/etc/nginx",
    "/srv/www",
    "/srv/log",
    "/srv/reports",
    "/srv/images/1",
    "/tmp",
    "/var/cache/nginx",
  ]) {
    view.makeDirectories(path).owner = owner;
  }
  view.write("/etc/nginx/nginx.conf", Buffer.from(config));
  for (const kind of ["ignition", "tickets"]) {
    view.makeDirectories(`/srv/${kind}/102.ign`);
    view.write(`/srv/${kind}/102.ign/10.20.0.12`, Buffer.from(kind));
  }
  view.write("/srv/images/1/kernel", Buffer.from("kernel"));
  view.write("/srv/www/boot.ipxe", Buffer.from("#!ipxe"));
  return view;
}

function ask(nginx: Nginx, line: string, remoteAddress = "10.20.0.12", body = ""): [number, string] {
  const [method = "", target = ""] = line.split(" ");
  const request = { method, target, remoteAddress, serverAddress: "10.20.0.2", headers: {}, body: Buffer.from(body) };
  const answer = nginx.answer(request);
  return [answer.status, answer.body.toString()];
}

describe("parseNginx", () => {
  it("reads words, quotes, blocks and comments with their lines", () => {
    expect(parseNginx(`a b "c d" 'e;f'; # no\nhttp {\n  x \${y}z;\n}\n`, "f")).toEqual([
      { name: "a", words: ["b", "c d", "e;f"], line: 1 },
      { name: "http", words: [], line: 2, block: [{ name: "x", words: ["${y}z"], line: 3 }] },
    ]);
  });

  it.each([
    ["a {", `unexpected end of file, expecting "}" in f`],
    ["a b", `unexpected end of file, expecting ";" or "}" in f`],
    ["}", `unexpected "}" in f:1`],
    ["a }", `unexpected "}" in f:1`],
    ['a "b', `unexpected end of file, expecting " in f:1`],
  ])("refuses %j", (text, message) => {
    expect(() => parseNginx(text, "f")).toThrow(message);
  });

  it("gives back any word that was quoted", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
        const quoted = words.map((word) => `"${word.replace(/["\\]/g, "\\$&")}"`);
        expect(parseNginx(`a ${quoted.join(" ")};`, "f")[0]?.words).toEqual(words);
      }),
    );
  });
});

describe("startNginx", () => {
  it.each([
    ["events {} http { server { lisen 80; } }", 'unknown directive "lisen" in /etc/nginx/nginx.conf:1'],
    ["events {} http { listen 80; }", '"listen" directive is not allowed here in /etc/nginx/nginx.conf:1'],
    ["events {} http { server { return 200 $nonce; } }", 'unknown "nonce" variable in /etc/nginx/nginx.conf:1'],
    ["http { server { } }", 'no "events" section in configuration'],
    ["events {} http { server { location ~ ( { } } }", "pcre2_compile() failed"],
    ["events {} http { server { location / } }", 'unexpected "}"'],
    ["events {} http { server; }", 'directive "server" has no opening "{"'],
  ])("refuses %s", (config, message) => {
    expect(() => startNginx(files(config))).toThrow(message);
  });

  it("refuses to start without a folder for bodies", () => {
    const config = files("events {} http { server { } }");
    const readOnly = new FileView(config.directory("/"), true);

    expect(() => startNginx(readOnly)).toThrow(
      'mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
    );
  });
});

describe("A server as the install VM has it", () => {
  it.each<[string, string, [number, string]]>([
    ["GET /boot.ipxe", "10.20.0.12", [200, "#!ipxe"]],
    ["HEAD /boot.ipxe", "10.20.0.12", [200, "#!ipxe"]],
    ["GET /boot.ipxe?x=1", "10.20.0.99", [200, "#!ipxe"]],
    ["POST /boot.ipxe", "10.20.0.12", [405, ""]],
    ["GET /images/1/kernel", "10.20.0.12", [200, "kernel"]],
    ["GET /images/1/", "10.20.0.12", [403, ""]],
    ["GET /images/../boot.ipxe", "10.20.0.12", [200, "#!ipxe"]],
    ["GET /../etc/passwd", "10.20.0.12", [400, ""]],
    ["GET /images/%2e%2e/%2e%2e/%2e%2e/etc", "10.20.0.12", [400, ""]],
    ["GET /ignition/102.ign", "10.20.0.12", [200, "ignition"]],
    ["GET /ignition/102.ign", "10.20.0.13", [403, ""]],
    ["GET /ignition/103.ign", "10.20.0.12", [404, ""]],
    ["GET /ignition/102.ign/10.20.0.12", "10.20.0.12", [404, ""]],
    ["GET /installed/102/ab/12-34", "10.20.0.12", [404, ""]],
    ["GET /log/102/ab/12-34/live", "10.20.0.12", [403, ""]],
    ["GET /nothing", "10.20.0.12", [404, ""]],
  ])("answers %s from %s with %j", (line, from, expected) => {
    expect(ask(startNginx(files(nginxConf)), line, from)).toEqual(expected);
  });

  it("takes a report once, from its own guest only, and then says that the guest is installed", () => {
    const view = files(nginxConf);
    const nginx = startNginx(view);

    expect(ask(nginx, "PUT /reports/102/ab/12-34/1", "10.20.0.13", "r")).toEqual([403, ""]);
    expect(ask(nginx, "PUT /reports/102/ab/12-34/1", "10.20.0.12", "r")).toEqual([201, ""]);
    expect(ask(nginx, "PUT /reports/102/ab/12-34/1", "10.20.0.12", "s")).toEqual([409, ""]);
    expect(ask(nginx, "GET /installed/102/ab/12-34")).toEqual([200, ""]);
    expect(view.text("/srv/reports/102/ab/12-34/1")).toBe("r");
  });

  it("refuses a body over the limit", () => {
    expect(ask(startNginx(files(nginxConf)), "PUT /log/102/ab/12-34/live", "10.20.0.12", "x".repeat(16385))[0]).toBe(
      413,
    );
  });

  it("does not read what its workers may not", () => {
    const view = files(nginxConf);
    view.file("/srv/ignition/102.ign/10.20.0.12").mode = 0o600;

    expect(ask(startNginx(view), "GET /ignition/102.ign")).toEqual([403, ""]);

    view.file("/srv/ignition/102.ign/10.20.0.12").owner = owner;
    expect(ask(startNginx(view), "GET /ignition/102.ign")).toEqual([200, "ignition"]);
  });

  it("fails a PUT below a folder that it may not write", () => {
    const view = files(nginxConf);
    view.directory("/srv/log").owner = { uid: 0, gid: 0 };

    expect(ask(startNginx(view), "PUT /log/102/ab/12-34/live", "10.20.0.12", "x")).toEqual([403, ""]);
  });

  it("writes its log", () => {
    const view = files(nginxConf);
    const nginx = startNginx(view);

    ask(nginx, "GET /boot.ipxe");
    ask(nginx, "GET /nothing");

    expect(view.text("/srv/log/http.log")).toBe("10.20.0.12 GET /boot.ipxe 200\n10.20.0.12 GET /nothing 404\n");
  });
});
