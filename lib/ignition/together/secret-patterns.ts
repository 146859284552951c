/** A form that nobody writes but as a secret, and what to call it. */
export interface SecretForm {
  readonly noun: string;
  readonly pattern: RegExp;
}

/** What begins a value that stands for another: a variable, a specifier, a placeholder, a path. */
const NOT_REFERENCE = String.raw`(?![$%<{*/\x00]|(?:true|false|none|null|yes|no|on|off|enabled|disabled)\b)`;

const KEYS: readonly SecretForm[] = [
  { noun: "a private key", pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/ },
  { noun: "a private key", pattern: /AGE-SECRET-KEY-(?:PQ-)?1/ },
  { noun: "a private key", pattern: /PuTTY-User-Key-File-\d/ },
  { noun: "a WireGuard key", pattern: /^[ \t]*(?:PrivateKey|PresharedKey)[ \t]*=[ \t]*[A-Za-z0-9+/]{43}=/m },
  {
    noun: "the hash of a password",
    pattern: /\$(?:1|2[abxy]|5|6|7|y|gy|argon2id?)\$[^\s:$\x00]+\$[^\s:\x00]+/,
  },
  { noun: "a secret of two-factor logins", pattern: /otpauth:\/\/[ht]otp\/[^\s\x00]*[?&]secret=[A-Z2-7]{8}/i },
];

/** The forms of tokens that their issuers document, so that scanners find them. */
const TOKENS: readonly SecretForm[] = [
  { noun: "a token of GitHub", pattern: /\bgh[oprsu]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/ },
  { noun: "a token of GitLab", pattern: /\bgl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[\w-]{20}/ },
  { noun: "a key of AWS", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { noun: "a key of AWS", pattern: /aws_secret_access_key["']?\s*[=:]\s*["']?[A-Za-z0-9/+]{40}/i },
  { noun: "a token of Slack", pattern: /\bxox[abeoprs]-[\w-]{10}|\bxapp-\d-[\w-]{10}/ },
  { noun: "a webhook of Slack", pattern: /hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{8}/ },
  { noun: "a key of Google", pattern: /\bAIza[\w-]{35}|\bya29\.[\w-]{20}|\bGOCSPX-[\w-]{28}/ },
  { noun: "a key of Stripe", pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16}|\bwhsec_[A-Za-z0-9+/]{24}/ },
  { noun: "a token of npm", pattern: /\bnpm_[A-Za-z0-9]{36}/ },
  { noun: "a token of npm", pattern: new RegExp(String.raw`:_authToken[ \t]*=[ \t]*${NOT_REFERENCE}[^\s$\x00]{8}`) },
  { noun: "a token of PyPI", pattern: /\bpypi-AgE[\w-]{50}/ },
  { noun: "a token of Docker Hub", pattern: /\bdckr_[op]at_[\w-]{24}/ },
  { noun: "a token of DigitalOcean", pattern: /\bdo[opr]_v1_[0-9a-f]{64}/ },
  { noun: "a token of Tailscale", pattern: /\btskey-[a-z]+-[\w-]{16}/ },
  { noun: "a token of SendGrid", pattern: /\bSG\.[\w-]{22}\.[\w-]{43}/ },
  { noun: "a token of a Telegram bot", pattern: /\b\d{8,10}:AA[\w-]{33}/ },
  { noun: "a token of Grafana", pattern: /\bglsa_[A-Za-z0-9]{32}_[0-9a-f]{8}/ },
  { noun: "a token of HCP Terraform", pattern: /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60}/ },
  { noun: "a token of OpenAI or Anthropic", pattern: /\bsk-(?:ant|proj)-[\w-]{32}/ },
  { noun: "a key of Azure", pattern: /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40}/ },
  { noun: "a token of Vault or OpenBao", pattern: /\bhv[brs]\.[\w-]{24}/ },
  {
    noun: "a token of Vault or OpenBao",
    // Before 1.10 nothing but its form told one: 24 letters and digits, so all kinds must be among them.
    pattern: /(?<![\w./-])s\.(?=[a-zA-Z]*\d)(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])[A-Za-z0-9]{24}(?![\w.-])/,
  },
  {
    noun: "an API token of Proxmox VE",
    pattern: /[\w.-]+@[\w.-]+![\w.-]+[=:][0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i,
  },
  {
    noun: "a token of Kubernetes",
    pattern: /\bK10[0-9a-f]{64}::|\btoken["']?[ \t]*[:=][ \t]*["']?[a-z0-9]{6}\.[a-z0-9]{16}\b/,
  },
  { noun: "a key of Ceph", pattern: /\bkey[ \t]*=[ \t]*AQ[A-Za-z0-9+/]{36}==/ },
  { noun: "a JSON web token", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8}/ },
  { noun: "the login of a registry", pattern: /"auth"\s*:\s*"[A-Za-z0-9+/]{8,}={0,2}"/ },
];

/** Secrets that the place they stand in gives away. */
const ASSIGNMENTS: readonly SecretForm[] = [
  {
    noun: "a URL with a password",
    pattern: new RegExp(
      String.raw`\b[a-z][a-z0-9+.-]*://[^\s/:@?#"'<>\x00]*:${NOT_REFERENCE}[^\s/@?#"'<>$\x00]+@[\w.[-]`,
      "i",
    ),
  },
  {
    noun: "a signed URL",
    pattern: /[?&](?:access_token|auth_token|api_?key|sig|signature|X-Amz-Signature|X-Goog-Signature)=[\w.~%+/-]{16}/i,
  },
  {
    noun: "a header with a login",
    pattern: new RegExp(
      String.raw`\b(?:Proxy-)?Authorization["']?\s*[:=]\s*["']?(?:Basic|Bearer|Token|PVEAPIToken)[ =]+${NOT_REFERENCE}[\w.~+/=!@-]{8}`,
      "i",
    ),
  },
  {
    noun: "a password or key",
    pattern: new RegExp(
      String.raw`(?<![A-Za-z0-9])[A-Z0-9_]*(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)=["']?${NOT_REFERENCE}[^\s"'$<>{}\x00]{6}`,
    ),
  },
  {
    noun: "a credential",
    pattern: new RegExp(String.raw`^[ \t]*SetCredential[ \t]*=[ \t]*[^\s:=]+:${NOT_REFERENCE}[^\s\x00]`, "m"),
  },
  { noun: "a password", pattern: new RegExp(String.raw`\brd\.iscsi\.(?:in\.)?password=${NOT_REFERENCE}[^\s\x00]`) },
];

const FORMS: readonly SecretForm[] = [...KEYS, ...TOKENS, ...ASSIGNMENTS];

/** What one of the forms above must hold: most texts hold none of it, and are done with in one search. */
const HINT =
  /-----BEGIN |AGE-SECRET|PuTTY-|edKey|vateKey|\$(?:[1567y]|2[abxy]|gy|argon2id?)\$|otpauth:|gh[oprsu]_|github_pat_|gl[a-z]+-|AKIA|ASIA|aws_secret|AWS_SECRET|xox[abeoprs]-|xapp-|hooks\.slack|AIza|ya29\.|GOCSPX|[rs]k_(?:live|test)_|whsec_|npm_|_authToken|pypi-|dckr_|do[opr]_v1_|tskey-|SG\.|:AA|glsa_|\.atlasv1\.|sk-(?:ant|proj)-|Key=|hv[brs]\.|s\.[A-Za-z0-9]{24}|![\w.-]+[=:][0-9a-fA-F]{8}-|K10|token["']?[ \t]*[:=]|=[ \t]*AQ|eyJ|"auth"|:\/\/[^\s/:]*:|[?&][\w-]+=[\w.~%+/-]{16}|uthorization|UTHORIZATION|(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|KEY)=|SetCredential|\.password=/;

/** What a text holds that nobody writes but as a secret; undefined if there is nothing of the kind. */
export function secretIn(text: string): string | undefined {
  if (!HINT.test(text)) return undefined;
  return FORMS.find(({ pattern }) => pattern.test(text))?.noun;
}

/** Names of environment variables whose value is a secret, whatever it looks like. */
const SECRET_VARIABLE = /^[A-Z0-9_]*(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)$/;

/** Whether a value is a secret by the name of the variable it is given to. */
export function isSecretVariable(name: string, value: string): boolean {
  return SECRET_VARIABLE.test(name) && new RegExp(`^${NOT_REFERENCE}[^\\s\\x00]{6}`).test(value);
}
