// Runs in a network namespace of its own, as plain JavaScript since nothing compiles it there: starts dnsmasq in a
// second namespace at the other end of a cable, sends it messages, and prints what came back.
// Input, on stdin: {"program", "config", "addresses": ["10.20.0.2/24"], "messages": [{"data": base64, "port": 67}]}
import { execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { readFileSync, readlinkSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const POLLS = 2000;
const POLL_MS = 10;
const { program, config, addresses, messages } = JSON.parse(readFileSync(0, "utf8"));

const ip = (...words) => execFileSync("ip", words);
const setUp = addresses.map((address) => `ip addr add ${address} dev server`).join("; ");
const server = spawn(
  "unshare",
  [
    "--net",
    "sh",
    "-c",
    `read cable; ip link set lo up; ${setUp}; ip link set server up; exec "$0" --keep-in-foreground --user=root --pid-file= --conf-file="$1"`,
    program,
    config,
  ],
  { stdio: ["pipe", "inherit", "pipe"] },
);
let said = "";
let ended = false;
server.stderr.on("data", (data) => (said += data));
server.on("exit", (code, signal) => {
  ended = true;
  said += ` (${code ?? signal})`;
});

try {
  await until(() => readlinkSync(`/proc/${server.pid}/ns/net`) !== readlinkSync("/proc/self/ns/net"));
  ip("link", "add", "name", "client", "type", "veth", "peer", "name", "server", "netns", String(server.pid));
  ip("link", "set", "lo", "up");
  ip("addr", "add", "10.20.0.200/24", "dev", "client");
  ip("link", "set", "client", "up");
  ip("route", "add", "default", "dev", "client");
  server.stdin.end("there\n");
  await until(() => / [0-9A-F]{8}:0043 /.test(readFileSync(`/proc/${server.pid}/net/udp`, "latin1")));
  await until(() => ip("-oneline", "link", "show", "client").includes(" state UP "));

  const answers = [];
  const socket = createSocket("udp4");
  socket.on("message", (data) => answers.push(data.toString("base64")));
  await new Promise((resolve) => socket.bind(68, resolve));
  socket.setBroadcast(true);
  for (const { data, port } of messages) {
    const to = port === 67 ? "255.255.255.255" : addresses[0].replace(/\/.*/, "");
    await new Promise((resolve) => socket.send(Buffer.from(data, "base64"), port, to, resolve));
  }
  // The last message is one that is answered; dnsmasq answers in order.
  const last = Buffer.from(messages.at(-1).data, "base64").readUInt32BE(4);
  await until(() => answers.some((answer) => Buffer.from(answer, "base64").readUInt32BE(4) === last));
  socket.close();
  process.stdout.write(JSON.stringify(answers));
} finally {
  server.kill("SIGTERM");
}

async function until(done) {
  for (let poll = 0; poll < POLLS; poll += 1) {
    if (ended) throw new Error(`dnsmasq has ended: ${said}`);
    if (done()) return;
    await pause(POLL_MS);
  }
  throw new Error(`nothing came: ${said}`);
}
