import { z } from "zod";
import { check } from "../values/check";
import { refuseErrors } from "../values/config-error";
import { type Extent, findFile, type ImageReader, readExtent } from "./iso9660";
import { readLegacyArguments } from "./legacy-arguments";
import { refusal } from "./problem";

/** A place in the image that holds the kernel arguments: text, end character, padding. */
export interface ArgumentsRegion extends Extent {
  readonly end: string;
  readonly pad: string;
}

/** What may be changed in a Fedora CoreOS live ISO, and where. */
export interface LiveIso {
  /** Size of the image, in bytes. */
  readonly size: number;

  /** Area that takes the Ignition config. */
  readonly ignition: Extent;

  /** Kernel arguments of the image as published, and each place that holds them; undefined if they cannot be changed. */
  readonly kernelArguments: { readonly original: string; readonly regions: readonly ArgumentsRegion[] } | undefined;
}

const LARGEST_AREA = 16 * 1024 * 1024;
const LARGEST_ARGUMENTS = 2048;

const position = z.number().int().nonnegative();
const ignitionInfo = z.object({
  file: z.string().min(1).max(256),
  offset: position.optional(),
  length: position.optional(),
});
const character = z.string().regex(/^[\0-\x7f]$/);
const argumentsInfo = z.object({
  default: z.string().max(LARGEST_ARGUMENTS),
  files: z
    .array(
      z.object({
        path: z.string().min(1).max(256),
        offset: position,
        pad: character.default("#"),
        end: character.default("\n"),
      }),
    )
    .min(1)
    .max(16),
  size: z.number().int().positive().max(LARGEST_ARGUMENTS),
});

/** Finds the areas of a live ISO. */
export async function readLiveIso(image: ImageReader): Promise<LiveIso> {
  return {
    size: image.size,
    ignition: await ignitionArea(image),
    kernelArguments: (await argumentRegions(image)) ?? (await readLegacyArguments(image, LARGEST_ARGUMENTS)),
  };
}

async function ignitionArea(image: ImageReader): Promise<Extent> {
  const info = await readJson(image, "coreos/igninfo.json", ignitionInfo);
  const file = info?.file ?? "images/ignition.img";
  const extent = await findFile(image, file);
  if (extent === undefined) {
    throw refusal("no-embed-area", ["source"], {
      what: `the image has no ${file}, so no Ignition config can be embedded`,
      fix: "use a Fedora CoreOS live ISO",
    });
  }
  const offset = info?.offset ?? 0;
  return inside(image, extent, { offset, length: info?.length ?? extent.length - offset }, LARGEST_AREA, file);
}

async function argumentRegions(image: ImageReader): Promise<LiveIso["kernelArguments"]> {
  const info = await readJson(image, "coreos/kargs.json", argumentsInfo);
  if (info === undefined) return undefined;
  const regions: ArgumentsRegion[] = [];
  for (const { path, offset, pad, end } of info.files) {
    const extent = await findFile(image, path);
    if (extent === undefined) throw broken(`coreos/kargs.json names ${path}, which is not there`);
    regions.push({ ...inside(image, extent, { offset, length: info.size }, LARGEST_ARGUMENTS, path), pad, end });
  }
  await refuseDifferences(image, regions);
  return { original: info.default.trim(), regions };
}

/** All regions must hold the same text: otherwise the description is not of this image. */
async function refuseDifferences(image: ImageReader, regions: readonly ArgumentsRegion[]): Promise<void> {
  const texts = new Set<string>();
  for (const region of regions) {
    const text = (await image.read(region.offset, region.length)).toString("latin1");
    texts.add(text.split(region.end, 1)[0] ?? "");
  }
  if (texts.size > 1) throw broken("its kernel arguments differ between the boot loaders");
}

/** An area within a file, checked to lie within the file and the image. */
function inside(image: ImageReader, file: Extent, area: Extent, limit: number, name: string): Extent {
  const fits = area.length > 0 && area.length <= limit && area.offset + area.length <= file.length;
  if (!fits || file.offset + file.length > image.size) throw broken(`the area in ${name} reaches past its end`);
  return { offset: file.offset + area.offset, length: area.length };
}

async function readJson<T>(image: ImageReader, path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const extent = await findFile(image, path);
  if (extent === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse((await readExtent(image, extent, 64 * 1024)).toString("utf8").replace(/\0+$/, ""));
  } catch {
    throw broken(`${path} is not JSON`);
  }
  refuseErrors(check(schema, json, "coreos"), path);
  return schema.parse(json);
}

function broken(what: string) {
  return refusal("broken-iso", ["source"], { what, fix: "use an undamaged Fedora CoreOS live ISO" });
}
