import { isEtag, parseMultistatus } from "../../../lib/provider/webdav/multistatus";

const base = new URL("https://files.example/site/");
const response = (inner: string): string => `<d:multistatus xmlns:d="DAV:">${inner}</d:multistatus>`;
const ok = (href: string, properties: string): string =>
  `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;

describe("parseMultistatus", () => {
  it("reads files and folders, as URLs or as paths", () => {
    const xml = response(
      ok("https://files.example/site/", "<d:resourcetype><d:collection/></d:resourcetype>") +
        ok(
          "/site/a%20b%25",
          '<d:resourcetype/><d:getcontentlength>12</d:getcontentlength><d:getetag>W/"1-2"</d:getetag><d:getlastmodified>Sun, 22 Nov 2026 10:00:00 GMT</d:getlastmodified>',
        ),
    );

    expect(parseMultistatus(xml, base)).toEqual([
      { path: "/site", isFolder: true, size: 0, etag: undefined, modified: undefined },
      {
        path: "/site/a b%",
        isFolder: false,
        size: 12,
        etag: 'W/"1-2"',
        modified: "Sun, 22 Nov 2026 10:00:00 GMT",
      },
    ]);
  });

  it("takes properties that were found, and no others", () => {
    const missing = "<d:propstat><d:prop><d:getetag/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>";
    const xml = response(ok("/site/a", "<d:resourcetype/>").replace("<d:propstat>", `${missing}<d:propstat>`));

    expect(parseMultistatus(xml, base)).toMatchObject([{ path: "/site/a", etag: undefined }]);
  });

  it("takes no ETag that would not do in a header", () => {
    const xml = response(ok("/site/a", '<d:resourcetype/><d:getetag>"a&#10;Injected: yes"</d:getetag>'));

    expect(parseMultistatus(xml, base)).toMatchObject([{ etag: undefined }]);
    expect(['"a"', 'W/"a"', '""', "a", '"a', '"a" "b"', '"a\nb"'].map(isEtag)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each([
    ["another document", "<html/>", "not a {DAV:}multistatus"],
    ["a length that is none", response(ok("/site/a", "<d:getcontentlength>-1</d:getcontentlength>")), 'is "-1"'],
    ["a path that is not encoded well", response(ok("/site/%zz", "<d:resourcetype/>")), "which is no URL"],
  ])("refuses %s", (_what, xml, message) => {
    expect(() => parseMultistatus(xml, base)).toThrow(message);
  });
});
