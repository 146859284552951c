import type { IgnitionConfig } from "../../../ignition/schema";
import { byteCount } from "../style";
import { shownContents, withoutLogin } from "./contents";
import { facts, textOrNone, type Section } from "./section";

/** What Ignition itself is told, and the kernel's arguments. */
export function settings({ ignition, kernelArguments }: IgnitionConfig): readonly Section[] {
  const others = [
    ...(ignition?.config?.merge ?? []).map((contents) => ({ how: "merged", ...shownContents(contents) })),
    ...(ignition?.config?.replace === undefined
      ? []
      : [{ how: "used instead", ...shownContents(ignition.config.replace) }]),
  ];
  const authorities = (ignition?.security?.tls?.certificateAuthorities ?? []).map(shownContents);
  const proxy = ignition?.proxy;
  const proxies = [
    ["http", textOrNone(proxy?.httpProxy)],
    ["https", textOrNone(proxy?.httpsProxy)],
    ["none for", proxy?.noProxy?.map(textOrNone).join(", ")],
  ].flatMap(([name = "", value = ""]) => (value === "" ? [] : [{ name, value: withoutLogin(value) }]));
  const args = [
    ...(kernelArguments?.shouldExist ?? []).map((text) => ({ argument: textOrNone(text) ?? "", shouldExist: true })),
    ...(kernelArguments?.shouldNotExist ?? []).map((text) => ({
      argument: textOrNone(text) ?? "",
      shouldExist: false,
    })),
  ];
  return [
    {
      title: "Other configs",
      key: "configs",
      data: others,
      rows: others.map(({ how, ...rest }) => [how, ...row(rest)]),
    },
    { title: "Certificate authorities", key: "certificateAuthorities", data: authorities, rows: authorities.map(row) },
    { title: "Proxies", key: "proxies", data: proxies, rows: proxies.map(({ name, value }) => [name, value]) },
    {
      title: "Kernel arguments",
      key: "kernelArguments",
      data: args,
      rows: args.map(({ argument, shouldExist }) => [`${shouldExist ? "+" : "−"} ${argument}`]),
    },
  ];
}

function row({ form, source, bytes, hash }: ReturnType<typeof shownContents>): readonly string[] {
  if (form !== "fetched") return ["within this config", bytes === null ? form : facts(byteCount(bytes), form)];
  return [source ?? "", hash ?? "unverified"];
}
