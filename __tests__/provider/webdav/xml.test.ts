import fc from "fast-check";
import { parseXml, type XmlElement } from "../../../lib/provider/webdav/xml";
import { fuzzCases } from "../../fuzz";

const element = (name: string, text = "", children: readonly XmlElement[] = []): XmlElement => ({
  name,
  text,
  children,
});

describe("parseXml", () => {
  it("reads elements, namespaces, text, entities, comments and CDATA", () => {
    const xml = `\uFEFF<?xml version="1.0" encoding="utf-8"?>
      <!-- written by <a> server -->
      <D:multistatus xmlns:D="DAV:" xmlns="urn:&quot;other&quot;">
        <D:href>/a&amp;b &#x41;&#66;<![CDATA[<&>]]></D:href><D:prop xmlns:D='x' D:a='"'><D:empty/></D:prop><none />
      </D:multistatus>`;

    expect(parseXml(xml)).toEqual(
      element("{DAV:}multistatus", "\n        \n      ", [
        element("{DAV:}href", "/a&b AB<&>"),
        element("{x}prop", "", [element("{x}empty")]),
        element('{urn:"other"}none'),
      ]),
    );
  });

  it.each([
    ["nothing", "", "no element"],
    ["text without an element", "hello", "text stands outside"],
    ["a page", "<!DOCTYPE html><html></html>", "this is not allowed here"],
    ["declared entities", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "this is not allowed here"],
    ["an unknown entity", "<a>&nbsp;</a>", "an entity is not known"],
    ["a bare ampersand", "<a>b & c</a>", "an entity is not known"],
    ["a character that is none", "<a>&#x110000;</a>", "an entity is not known"],
    ["NUL", "<a>&#0;</a>", "an entity is not known"],
    ["a processing instruction", "<a><?php evil() ?></a>", "this is not allowed here"],
    ["an element that is not closed", "<a><b></b>", "it ends within an element"],
    ["elements that overlap", "<a><b></a></b>", "</a> closes nothing"],
    ["a second root", "<a/><b/>", "a second element follows"],
    ["a prefix that was not declared", "<D:a/>", "the prefix D is not declared"],
    ["a comment that is not closed", "<a><!-- ", "<!-- is not closed"],
    ["a tag that is not closed", "<a b='c' ", "a tag is not closed"],
    ["too deep a nesting", "<a>".repeat(33), "more than 32 deep"],
    ["too many elements", `<a>${"<b/>".repeat(200_000)}</a>`, "more than 200000 elements"],
  ])("refuses %s", (_what, xml, message) => {
    expect(() => parseXml(xml)).toThrow(message);
  });

  it("reads what it is told, whatever is in it", () => {
    const escaped = (text: string): string =>
      text.replace(/[&<>]/g, (character) => `&#${character.codePointAt(0)};`).replaceAll("\0", "");
    const tree = fc.letrec<{ node: XmlElement }>((tie) => ({
      node: fc.record({
        name: fc.stringMatching(/^[a-z_][\w.-]{0,8}$/),
        text: fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
        children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie("node"), { maxLength: 3 })),
      }),
    })).node;
    const print = ({ name, text, children }: XmlElement): string =>
      `<${name}>${escaped(text)}${children.map(print).join("")}</${name}>`;
    const named = (one: XmlElement): XmlElement => ({
      ...one,
      name: `{}${one.name}`,
      children: one.children.map(named),
    });

    fc.assert(
      fc.property(tree, (node) => {
        expect(parseXml(print(node))).toEqual(named(node));
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("refuses or reads, and never hangs or throws anything else, whatever it is given", () => {
    const pieces = [
      "<",
      ">",
      "/",
      "a",
      "D:",
      "xmlns:D='DAV:'",
      "&amp;",
      "&",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "'",
      " ",
    ];

    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        try {
          expect(parseXml(parts.join(""))).toHaveProperty("name");
        } catch (error) {
          expect(String(error)).toContain("the answer is not XML that can be read");
        }
      }),
      { numRuns: fuzzCases() },
    );
  });
});
