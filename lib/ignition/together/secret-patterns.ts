import { remember } from "../../values/remember";

/** Forms that nobody writes but as a secret, which have some characters in common. */
interface SecretForms {
  /**
   * What is in each of them, cheap to look for: it begins with a character that is rare in texts, and looks back from
   * there.
   */
  readonly hint: RegExp;
  readonly forms: readonly (readonly [noun: string, pattern: RegExp])[];
}

/** What begins a value that stands for another: a variable, a specifier, a placeholder, a path, a switch. */
const LITERAL = String.raw`(?![$%<{*/\x00]|(?:true|false|none|null|yes|no|on|off|enabled|disabled)\b)`;

/** Names of variables whose value is a secret. */
const SECRET_NAMES = "(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)";

/**
 * Keys, hashes of passwords, tokens in the forms that their issuers document, and secrets that the place they stand in
 * gives away. No repetition is without a bound that could begin anywhere: texts may be long, and hostile.
 */
const ALL: readonly SecretForms[] = [
  {
    hint: /-(?:----BEGIN |(?<=AGE-)S|(?<=PuTTY-)U)/,
    forms: [
      ["a private key", /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/],
      ["a private key", /AGE-SECRET-KEY-(?:PQ-)?1/],
      ["a private key", /PuTTY-User-Key-File-\d/],
    ],
  },
  {
    hint: /\$(?:[1567y]|2[abxy]|gy|argon2id?)\$/,
    forms: [
      [
        "the hash of a password",
        /\$(?:1|2[abxy]|5|6|7|y|gy|argon2id?)\$[^\s:$\x00]{1,200}\$[^\s:\x00]|\$2[abxy]\$\d\d\$[A-Za-z0-9./]{53}/,
      ],
    ],
  },
  {
    hint: /_(?<=(?:gh[oprsu]|github|[rs]k|whsec|npm|dckr|do[opr]|glsa|aws|AWS|:)_)\w/,
    forms: [
      ["a token of GitHub", /\bgh[oprsu]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/],
      ["a key of Stripe", /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16}|\bwhsec_[A-Za-z0-9+/]{24}/],
      ["a token of npm", /\bnpm_[A-Za-z0-9]{36}/],
      ["a token of npm", new RegExp(String.raw`:_authToken[ \t]*=[ \t]*${LITERAL}[^\s$\x00]{8}`)],
      ["a token of Docker Hub", /\bdckr_[op]at_[\w-]{24}/],
      ["a token of DigitalOcean", /\bdo[opr]_v1_[0-9a-f]{64}/],
      ["a token of Grafana", /\bglsa_[A-Za-z0-9]{32}_[0-9a-f]{8}/],
      ["a key of AWS", /aws_secret_access_key["']?\s{0,9}[=:]\s{0,9}["']?[A-Za-z0-9/+]{40}/i],
    ],
  },
  {
    hint: /-(?<=(?:gl[a-z]{2,5}|xox[abeoprs]|xapp|pypi|tskey|sk|GOCSPX)-)\w/,
    forms: [
      ["a token of GitLab", /\bgl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[\w-]{20}/],
      ["a token of Slack", /\bxox[abeoprs]-[\w-]{10}|\bxapp-\d-[\w-]{10}/],
      ["a token of PyPI", /\bpypi-AgE[\w-]{50}/],
      ["a token of Tailscale", /\btskey-[a-z]{1,20}-[\w-]{16}/],
      ["a token of OpenAI or Anthropic", /\bsk-(?:ant|proj)-[\w-]{32}/],
      ["a key of Google", /\bGOCSPX-[\w-]{28}/],
    ],
  },
  {
    hint: /A(?:[KS]IA|Iza|Q[A-Za-z0-9+/]{36})/,
    forms: [
      ["a key of AWS", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
      ["a key of Google", /\bAIza[\w-]{35}/],
      ["a key of Ceph", /\bkey[ \t]{0,9}=[ \t]{0,9}AQ[A-Za-z0-9+/]{36}==/],
    ],
  },
  {
    hint: /K(?:10[0-9a-f]|ey[ \t]{0,9}=)/,
    forms: [
      ["a WireGuard key", /^[ \t]*(?:PrivateKey|PresharedKey)[ \t]{0,9}=[ \t]{0,9}[A-Za-z0-9+/]{43}=/m],
      ["a key of Azure", /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40}/],
      ["a token of Kubernetes", /\bK10[0-9a-f]{64}::/],
    ],
  },
  {
    hint: /\.(?:(?<=(?:SG|ya29|hv[brs]|s)\.)[\w-]{20}|(?<=[a-z0-9]{6}\.)[a-z0-9]{16}|atlasv1\.|slack\.com\/s)/,
    forms: [
      ["a token of SendGrid", /\bSG\.[\w-]{22}\.[\w-]{43}/],
      ["a key of Google", /\bya29\.[\w-]{20}/],
      ["a token of Vault or OpenBao", /\bhv[brs]\.[\w-]{24}/],
      [
        "a token of Vault or OpenBao",
        // Before 1.10 nothing but its form told one: 24 letters and digits, so all kinds must be among them.
        /(?<![\w./-])s\.(?=[a-zA-Z]{0,23}\d)(?=[a-z0-9]{0,23}[A-Z])(?=[A-Z0-9]{0,23}[a-z])[A-Za-z0-9]{24}(?![\w.-])/,
      ],
      ["a token of Kubernetes", /\btoken["']?[ \t]{0,9}[:=][ \t]{0,9}["']?[a-z0-9]{6}\.[a-z0-9]{16}\b/],
      ["a token of HCP Terraform", /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60}/],
      ["a webhook of Slack", /hooks\.slack\.com\/services\/T\w{1,20}\/B\w{1,20}\/\w{8}/],
    ],
  },
  {
    hint: /![\w.-]{1,64}[=:][0-9a-fA-F]{8}-/,
    forms: [
      [
        "an API token of Proxmox VE",
        /(?<![\w.-])[\w.-]{1,64}@[\w.-]{1,64}![\w.-]{1,64}[=:][0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i,
      ],
    ],
  },
  {
    hint: /J(?<=eyJ)/,
    forms: [["a JSON web token", /\beyJ[\w-]{8,1000}\.eyJ[\w-]{8,4000}\.[\w-]{8}/]],
  },
  { hint: /"auth"/, forms: [["the login of a registry", /"auth"\s{0,9}:\s{0,9}"[A-Za-z0-9+/]{8,}={0,2}"/]] },
  {
    hint: /:(?:AA|\/\/[^\s/:]{0,256}:[^\s/@]{1,256}@)/,
    forms: [
      ["a token of a Telegram bot", /\b\d{8,10}:AA[\w-]{33}/],
      [
        "a URL with a password",
        new RegExp(
          String.raw`\b[a-z][a-z0-9+.-]{0,20}://[^\s/:@?#"'<>\x00]{0,256}:${LITERAL}[^\s/@?#"'<>$\x00]{1,256}@[\w.[-]`,
          "i",
        ),
      ],
    ],
  },
  {
    hint: /[?&][\w-]{1,40}=[\w.~%+/-]{8}/,
    forms: [
      ["a secret of two-factor logins", /otpauth:\/\/[ht]otp\/[^\s\x00]{0,300}[?&]secret=[A-Z2-7]{8}/i],
      [
        "a signed URL",
        /[?&](?:access_token|auth_token|api_?key|sig|signature|X-Amz-Signature|X-Goog-Signature)=[\w.~%+/-]{16}/i,
      ],
    ],
  },
  {
    hint: /[zZ](?<=uthoriz|UTHORIZ)/,
    forms: [
      [
        "a header with a login",
        new RegExp(
          String.raw`\b(?:Proxy-)?Authorization["']?\s{0,9}[:=]\s{0,9}["']?(?:Basic|Bearer|Token|PVEAPIToken)[ =]{1,9}${LITERAL}[\w.~+/=!@-]{8}`,
          "i",
        ),
      ],
    ],
  },
  {
    hint: /=(?<=(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|KEY|\.password)=)/,
    forms: [
      [
        "a password or key",
        new RegExp(String.raw`(?<![A-Za-z0-9_])[A-Z0-9_]{0,64}${SECRET_NAMES}=["']?${LITERAL}[^\s"'$<>{}\x00]{6}`),
      ],
      ["a password", new RegExp(String.raw`\brd\.iscsi\.(?:in\.)?password=${LITERAL}[^\s\x00]`)],
    ],
  },
  {
    hint: /SetCredential/,
    forms: [
      [
        "a credential",
        new RegExp(String.raw`^[ \t]*SetCredential[ \t]{0,9}=[ \t]{0,9}[^\s:=]{1,256}:${LITERAL}[^\s\x00]`, "m"),
      ],
    ],
  },
];

const HINT = new RegExp(ALL.map(({ hint }) => hint.source).join("|"));

/** What a text holds that nobody writes but as a secret; undefined if there is nothing of the kind. */
export const secretIn: (text: string) => string | undefined = remember((text) => {
  // Most texts are done with in this one search.
  if (!HINT.test(text)) return undefined;
  const forms = ALL.filter(({ hint }) => hint.test(text)).flatMap((group) => group.forms);
  return forms.find(([, pattern]) => pattern.test(text))?.[0];
});

const SECRET_VARIABLE = new RegExp(`^[A-Z0-9_]*${SECRET_NAMES}$`);

const SECRET_VALUE = new RegExp(`^${LITERAL}[^\\s\\x00]{6}`);

/** Whether a value is a secret by the name of the variable it is given to, whatever it looks like. */
export function isSecretVariable(name: string, value: string): boolean {
  // Keys of the spec begin with a small letter, and nearly all names are one of them.
  return name < "a" && SECRET_VARIABLE.test(name) && SECRET_VALUE.test(value);
}
