import { z } from "zod";
import { name } from "./names.ts";
import { listed, pattern, quotedCharacters, withMessage, withRemedy } from "./schema/schema-messages.ts";
import { duration } from "./units.ts";
import { textListValue, textValue } from "./value.ts";

/** A pattern for JSON content: each key has a list of allowed values or operators, or a nested pattern. */
export type ContentPattern = { [key: string]: readonly ContentMatch[] | ContentPattern };
export type ContentMatch =
  | string
  | number
  | boolean
  | null
  | { prefix: string }
  | { suffix: string }
  | { exists: boolean }
  | { "anything-but": string | number | readonly (string | number)[] }
  | { numeric: readonly (string | number)[] }
  | { "equals-ignore-case": string };

/** True for an operator and a number, or a lower and an upper bound that a number can be between. */
function isNumericMatch(list: readonly (string | number)[]): boolean {
  const [from, lower, to, upper] = list;
  if (typeof lower !== "number") return false;
  if (list.length === 2) return /^(=|[<>]=?)$/.test(String(from));
  if (list.length !== 4 || typeof upper !== "number") return false;
  return /^>=?$/.test(String(from)) && /^<=?$/.test(String(to)) && lower < upper;
}

const isOneType = (list: readonly (string | number)[]): boolean =>
  new Set(list.map((value) => typeof value)).size === 1;

const contentMatch: z.ZodType<ContentMatch, ContentMatch> = withMessage(
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.strictObject({ prefix: z.string() }),
    z.strictObject({ suffix: z.string() }),
    z.strictObject({ exists: z.boolean() }),
    z.strictObject({
      "anything-but": withMessage(
        z.union([
          z.string(),
          z.number(),
          z.array(z.union([z.string(), z.number()])).refine(isOneType, { params: { code: "bad-format" } }),
        ]),
        "a string, a number, or a list of strings or of numbers",
        '["test", "draft"]',
      ),
    }),
    z.strictObject({
      numeric: withMessage(
        z.array(z.union([z.string(), z.number()])).refine(isNumericMatch, { params: { code: "bad-format" } }),
        "a list of an operator (=, <, <=, >, >=) and a number, or of > or >=, a number, < or <= and a larger number",
        '[">", 0, "<=", 5]',
      ),
    }),
    z.strictObject({ "equals-ignore-case": z.string() }),
  ]),
  "a string, number, boolean or null, or an object with one operator: prefix, suffix, exists, anything-but, numeric or equals-ignore-case",
  '{ prefix: "eu-" }',
);

const OR = "$or";

/** Refuses a pattern without any field. */
const checkPattern = (pattern: object, context: z.core.$RefinementCtx): void => {
  if (Object.keys(pattern).length === 0) {
    context.addIssue({
      code: "custom",
      input: pattern,
      message: "The pattern is empty, and clouds refuse such patterns.",
      params: { code: "bad-format", remedy: "Name a field and what it must match, or remove the pattern." },
    });
  }
};

/** A field of content that a pattern can name. */
const contentKey = withRemedy(
  withMessage(
    z.string().refine((key) => key !== OR),
    `the name of a field, not ${OR}, which clouds take for an operator`,
  ),
  () => "Use a trigger for each of the alternatives.",
);

export const contentPattern: z.ZodType<ContentPattern, ContentPattern> = withMessage(
  z.lazy(() => z.record(contentKey, z.union([z.array(contentMatch).min(1), contentPattern])).superRefine(checkPattern)),
  "a pattern: an object whose values are lists of what matches, or patterns again",
  '{ severity: ["high"] }',
);

z.globalRegistry.add(contentPattern, { id: "pattern" });

/** The name of an HTTP header, a token of RFC 9110. */
export const headerName = pattern(
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/,
  "a header name: letters, digits and !#$%&'*+-.^_`|~",
  '"x-signature"',
  "A-Za-z0-9!#$%&'*+.^_`|~-",
);

/** `*`, or scheme, host and port as browsers send them. One `*` may replace a part of the host or port. */
const origin = withMessage(
  z.string(),
  'an origin: scheme, host and port if any, or "*"',
  '"https://app.example.com"',
).superRefine((text, context) => {
  const remedy = originRemedy(text);
  if (remedy === undefined) return;
  const message = `${JSON.stringify(text)} is not an origin as browsers send it.`;
  context.addIssue({ code: "custom", input: text, message, params: { code: "bad-format", remedy } });
});

/** The remedy for a string that no browser sends as `Origin`; `undefined` for a valid one. */
function originRemedy(text: string): string | undefined {
  if (text === "*" || text === "null") return undefined;
  const [, scheme, host = "", rest = ""] = /^([A-Za-z][\w+.-]*):\/\/([^/?#\s]*)(.*)$/s.exec(text) ?? [];
  if (scheme === undefined && text.includes("://"))
    return `Write the scheme in full, with letters alone: "https${text.slice(text.indexOf("://"))}".`;
  if (scheme === undefined) return `Begin with the scheme: "https://${text.replace(/^\/+/, "")}".`;
  if (rest.trim() !== rest || /^\s/.test(rest)) return `Remove ${JSON.stringify(/\s/.exec(text)?.[0])}.`;
  if (rest !== "") return `Remove "${rest}": an origin ends after the host and port.`;
  if (host === "") return "Write the host after the scheme.";
  if (/[^\x20-\x7e]/.test(host)) return `Browsers send hostnames in ASCII: "${scheme}://${asciiHost(host)}".`;
  if (/[^A-Za-z0-9.:*[\]_-]/.test(host))
    return `Remove ${listed(quotedCharacters([...host].filter((c) => /[^A-Za-z0-9.:*[\]_-]/.test(c))))}.`;
  if (text !== text.toLowerCase()) return `Browsers send origins in lower case: "${text.toLowerCase()}".`;
  if (text.split("*").length > 2) return 'Use "*" once only.';
  if (scheme === "https" && host.endsWith(":443")) return "Remove :443: browsers leave out the default port.";
  if (scheme === "http" && host.endsWith(":80")) return "Remove :80: browsers leave out the default port.";
  return undefined;
}

/** A host with its port, in Punycode as browsers send it; unchanged when it is invalid. */
const asciiHost = (host: string): string => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).host : host);

/** CORS rules of a public URL, in the Fetch standard's terms. */
export const cors = z.strictObject({
  origins: z.array(origin).min(1).describe('Allowed origins, or ["*"].'),
  methods: z
    .array(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "*"]))
    .default(["*"])
    .describe("Methods a page may use."),
  headers: z.array(headerName).default([]).describe("Request headers a page may send."),
  exposeHeaders: z.array(headerName).default([]).describe("Response headers a page may read."),
  credentials: z.boolean().default(false).describe("Whether a page may send cookies; not with origin *."),
  maxAge: duration({ max: "1d" }).default(0).describe("Time for which a browser may cache the answer."),
});
export type Cors = z.output<typeof cors>;

/**
 * Adopts a resource that polyfn does not own: its physical name, or the cloud's full identifier (an ARN). It is never
 * changed or deleted.
 */
export const existing = textValue.describe(
  "Physical name or full identifier (ARN) of a resource that polyfn uses but does not own.",
);

/**
 * The name of the key that encrypts a resource; with `existing`, the key that the resource is already encrypted with.
 */
export const encryptionKey = name.describe(
  "The key resource that encrypts the data. For an adopted resource: the key that it is encrypted with.",
);

/** The name of a queue, topic, bus, bucket or function of this spec. */
export const destination = name;

export const vpc = z.strictObject({
  subnets: textListValue.describe("Subnet (vSwitch) identifiers."),
  securityGroups: textListValue.describe("Security group identifiers."),
  id: textValue.optional().describe("VPC identifier, if the target needs it besides the subnets."),
});
