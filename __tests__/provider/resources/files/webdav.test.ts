import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { validateWebdav } from "../../../../lib/provider/resources/files/webdav";

const problems = (webdav: ValueObject | null, server: ValueObject | null = null) =>
  validateWebdav({ server, webdav }).map(({ path, detail }) => [path?.join("."), detail]);
const url = "https://files.example/site";

describe("validateWebdav", () => {
  it.each<[string, ValueObject]>([
    ["a folder", { url }],
    ["a name and its password's file", { url, username: "a", password_file: "/p" }],
    ["a token", { url, token_file: "/t" }],
    ["a client certificate", { url, client_certificate_file: "/c", client_key_file: "/k" }],
    ["what is not known yet", { url: UNKNOWN, username: UNKNOWN, fingerprint: UNKNOWN }],
  ])("takes %s", (_what, webdav) => {
    expect(problems(webdav)).toEqual([]);
  });

  it("refuses both servers, and none", () => {
    expect(problems({ url }, { host: "a" })).toEqual([
      ["webdav", "Give exactly one of server (SFTP) and webdav; both is set."],
    ]);
    expect(problems(null)).toEqual([["", "Give exactly one of server (SFTP) and webdav; neither is set."]]);
  });

  it.each<[string, ValueObject, string]>([
    ["plain HTTP", { url: "http://files.example/" }, "webdav.url"],
    ["a password in the URL, without quoting it", { url: "https://a:hunter2@files.example/" }, "webdav.url"],
    ["a query", { url: "https://files.example/?a" }, "webdav.url"],
    ["what is no URL", { url: "files.example" }, "webdav.url"],
    ["a name with a colon", { url, username: "a:b" }, "webdav.username"],
    ["a fingerprint that is none", { url, fingerprint: "ab" }, "webdav.fingerprint"],
    ["a name and a token", { url, username: "a", token_file: "/t" }, "webdav.token_file"],
    ["a password without a name", { url, password_file: "/p" }, "webdav.password_file"],
    ["a key without its certificate", { url, client_key_file: "/k" }, "webdav.client_key_file"],
    ["less than no time", { url, connect_timeout: -1 }, "webdav.connect_timeout"],
  ])("refuses %s", (_what, webdav, path) => {
    expect(problems(webdav).map(([at]) => at)).toEqual([path]);
    expect(JSON.stringify(problems(webdav))).not.toContain("hunter2");
  });
});
