import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "images/not-an-image": {
    meaning: "this is not a container image",
    fix: "write a name with its registry, a tag, and as digest `sha256:` and 64 hex digits",
  },
  "images/not-a-public-key": { meaning: "this is not a public SSH key", fix: "copy the whole line of the `.pub` file" },
  "images/not-a-sha256": { meaning: "this is not a sha256", fix: "copy all 64 hex digits" },
  "images/not-a-url": {
    meaning: "this is not the URL of a file",
    fix: "write an `http:` or `https:` URL that ends in a file name",
  },
  "images/not-a-release": { meaning: "this is not a release", fix: "write it as the stream metadata does" },
} as const satisfies Codes;
