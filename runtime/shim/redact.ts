/** In place of a secret. */
export const REDACTED = "[redacted]";

/** Words in the names of fields, headers and parameters whose values are secret. */
const WORDS =
  "authorization|cookie|secret|passw(?:or)?d|passphrase|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|signature";
const NAME = new RegExp(WORDS, "i");

/** Secrets that are known by their form. Every repetition is bounded: senders choose the text. */
const FORMS: readonly (readonly [form: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[^-]{0,16384}(?:-----END [A-Z ]{0,32}PRIVATE KEY-----)?/g, REDACTED],
  [/\b(Bearer|Basic) [\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]{5,4096}\.[\w-]{5,8192}\.[\w-]{0,2048}/g, REDACTED],
  [/\b(?:AKIA|ASIA|LTAI|STS\.)[0-9A-Za-z]{12,64}/g, REDACTED],
  [/\b(?:gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|sk_live_|rk_live_|whsec_)[\w-]{10,256}/g, REDACTED],
  // https://user:password@host
  [/(:\/\/[^\s:@/]{0,256}:)[^\s@/]{1,256}@/g, `$1${REDACTED}@`],
  // A field of a form with several parts.
  [
    new RegExp(
      `(name="[^"\\r\\n]{0,64}(?:${WORDS})[^"\\r\\n]{0,64}"[^\\r\\n]{0,200}\\r\\n(?:[^\\r\\n]{1,200}\\r\\n){0,4}\\r\\n)[^\\r\\n]+`,
      "gi",
    ),
    `$1${REDACTED}`,
  ],
  // token=value, "password": "value"
  [new RegExp(`((?:${WORDS})[\\w.%-]{0,64}["']?\\s{0,4}[=:]\\s{0,4}["']?)[^\\s"'&;,}<[]+`, "gi"), `$1${REDACTED}`],
];

/** Takes secrets out of what is to be kept. */
export type Redact = <T>(value: T) => T;

/**
 * Replaces values of fields whose names say that they are secret, values that look like a credential, and the given
 * secrets. Text that is JSON is read, and written anew where it has a secret. Numbers and booleans stay.
 * @param secrets Values to replace wherever they are, also as Base64 and in addresses.
 */
export function redacting(secrets: readonly string[]): Redact {
  const known = secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
    .sort((a, b) => b.length - a.length);

  const text = (given: string): string => {
    const json = objectIn(given);
    if (json !== undefined) {
      const redacted = JSON.stringify(value(json));
      return redacted === JSON.stringify(json) ? given : redacted;
    }
    let left = given;
    for (const secret of known) left = left.replaceAll(secret, REDACTED);
    for (const [form, replacement] of FORMS) left = left.replace(form, replacement);
    return left;
  };

  const bytes = (given: Uint8Array): Uint8Array => {
    const decoded = Buffer.from(given).toString("utf8");
    if (Buffer.from(decoded).equals(given)) {
      const redacted = text(decoded);
      return redacted === decoded ? given : new TextEncoder().encode(redacted);
    }
    return known.some((secret) => Buffer.from(given).includes(secret)) ? new TextEncoder().encode(REDACTED) : given;
  };

  /** `isSecret`: within a field whose name says so. */
  const value = (given: unknown, isSecret = false): unknown => {
    if (typeof given === "string") return isSecret ? REDACTED : text(given);
    if (typeof given !== "object" || given === null) return given;
    if (given instanceof Uint8Array) return isSecret ? new TextEncoder().encode(REDACTED) : bytes(given);
    if (given instanceof Set) return new Set([...given].map((one) => value(one, isSecret)));
    if (Array.isArray(given)) return given.map((one) => value(one, isSecret));
    const fields = Object.entries(given).map(([name, one]) => [name, value(one, isSecret || NAME.test(name))] as const);
    return withText(given, Object.fromEntries(fields));
  };
  return <T>(given: T) => value(given) as T;
}

/** `text` is what `data` was read from: where `data` has lost a secret, `text` says the rest of it. */
function withText(given: object, redacted: Record<string, unknown>): Record<string, unknown> {
  const { data, text } = given as { data?: unknown; text?: unknown };
  if (typeof text !== "string" || typeof data !== "object" || data === null) return redacted;
  const left = JSON.stringify(redacted.data);
  return left === JSON.stringify(data) ? redacted : { ...redacted, text: left };
}

function objectIn(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** Values of the environment's variables whose names say that they are secret. An identifier of a key is none. */
export const secretVariables = (environment: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(environment).flatMap(([name, value = ""]) =>
    NAME.test(name) && !/ID$/i.test(name) && value.length >= 8 ? [value] : [],
  );
