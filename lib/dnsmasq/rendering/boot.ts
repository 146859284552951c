import { HTTP_ARCHITECTURES, IPXE, IPXE_OPTION, PXE_ARCHITECTURES } from "../client-architecture";
import type { Boot } from "../schema";
import { text } from "./text";

type Tftp = NonNullable<Boot["tftp"]>;
type Http = NonNullable<Boot["http"]>;

/** What firmware has to say of itself for an offer by HTTP to be one. */
const HTTP_CLIENT = "HTTPClient";
const PXE_CLIENT = "PXEClient";

/** Of a DHCP server: what each kind of firmware loads, and what iPXE does. */
export function bootLines({ script, tftp, http }: Boot): readonly string[] {
  return [...scriptLines(script), ...(tftp === undefined ? [] : tftpLines(tftp)), ...httpLines(http ?? {}, true)];
}

/** Of a server beside another one: the same, with the menu that firmware of this kind needs. */
export function proxyBootLines({ script, tftp, http }: Boot): readonly string[] {
  return [
    ...scriptLines(script),
    ...(tftp === undefined ? silentLines() : serviceLines(tftp)),
    ...(http === undefined ? [] : [`dhcp-pxe-vendor=${PXE_CLIENT},${HTTP_CLIENT}`, ...httpLines(http, false)]),
  ];
}

function scriptLines(script: Boot["script"]): readonly string[] {
  return [`dhcp-match=set:${IPXE},${IPXE_OPTION}`, `dhcp-boot=tag:${IPXE},${text(script)}`];
}

function tftpLines(tftp: Tftp): readonly string[] {
  const found = filesOf(tftp);
  const server = "server" in tftp ? `,,${text(tftp.server)}` : "";
  return [
    ...serverLines(tftp),
    ...found.flatMap(({ tag, numbers }) => matchLines(tag, numbers)),
    ...found.map(({ tag, file }) => `dhcp-boot=tag:!${IPXE},tag:${tag},${file}${server}`),
  ];
}

function serviceLines(tftp: Tftp): readonly string[] {
  const server = "server" in tftp ? `,${text(tftp.server)}` : "";
  return [
    ...serverLines(tftp),
    ...filesOf(tftp).flatMap(({ numbers, file }) =>
      numbers.map((number) => `pxe-service=tag:!${IPXE},${number},"Network boot",${file}${server}`),
    ),
  ];
}

/** Only with a menu, or a prompt for none, does dnsmasq answer beside another server. */
function silentLines(): readonly string[] {
  return [`pxe-prompt="Network boot",0`];
}

function serverLines(tftp: Tftp): readonly string[] {
  return "root" in tftp ? ["enable-tftp", `tftp-root=${text(tftp.root)}`] : [];
}

/** @param force whether option 60 has to be asked for, as dnsmasq does by itself only beside another server */
function httpLines(http: Http, force: boolean): readonly string[] {
  const names = Object.keys(HTTP_ARCHITECTURES) as (keyof typeof HTTP_ARCHITECTURES)[];
  return names.flatMap((name) => {
    const url = http[name];
    if (url === undefined) return [];
    const { tag, numbers } = HTTP_ARCHITECTURES[name];
    return [
      ...matchLines(tag, numbers),
      ...(force ? [`dhcp-option-force=tag:${tag},option:vendor-class,${HTTP_CLIENT}`] : []),
      `dhcp-boot=tag:!${IPXE},tag:${tag},${text(url)}`,
    ];
  });
}

function matchLines(tag: string, numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => `dhcp-match=set:${tag},option:client-arch,${number}`);
}

interface BootFile {
  readonly tag: string;
  readonly numbers: readonly number[];
  readonly file: string;
}

function filesOf(tftp: Tftp): readonly BootFile[] {
  const names = Object.keys(PXE_ARCHITECTURES) as (keyof typeof PXE_ARCHITECTURES)[];
  return names.flatMap((name) => {
    const file = tftp[name];
    return file === undefined ? [] : [{ ...PXE_ARCHITECTURES[name], file: text(file) }];
  });
}
