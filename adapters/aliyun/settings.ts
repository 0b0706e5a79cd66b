import type { Problem } from "../../model/errors.ts";
import type { Deployment } from "../contract.ts";
import { isLoopback } from "../shared/loopback.ts";

/** The account of the server on this machine: sixteen digits that belong to no account of Aliyun. */
export const OFFLINE_ACCOUNT = "1234567890123456";

/** The settings of a deployment, read. */
export interface AliyunSettings {
  /** Origin of the server on this machine. */
  readonly endpoint?: string;
  readonly account?: string;
  readonly profile?: string;
  readonly domain?: string;
  readonly kmsInstance?: string;
  /** Age in seconds at which a role or logstore is known to all services. */
  readonly settle: number;
}

interface Form {
  readonly what: string;
  /** As it stands in a stack's file. */
  readonly example: string;
}

interface TextForm extends Form {
  readonly matches: (text: string) => boolean;
}

type TextSetting = Exclude<keyof AliyunSettings, "settle">;

const FORMS: { readonly [S in TextSetting]-?: TextForm } = {
  endpoint: {
    matches: (text) => isLoopback(text) && new URL(text).protocol === "http:",
    what: "an http address of this machine",
    example: '"http://127.0.0.1:4580"',
  },
  account: {
    matches: (text) => /^\d{16}$/.test(text),
    what: "an account of sixteen digits, as text",
    example: `"${OFFLINE_ACCOUNT}"`,
  },
  profile: { matches: (text) => /^\S+$/.test(text), what: "the name of a profile", example: '"work"' },
  domain: {
    matches: (text) => /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text),
    what: "a domain name in lower case",
    example: '"shop.example.com"',
  },
  kmsInstance: {
    matches: (text) => /^kst-[\w-]+$/.test(text),
    what: "the id of a KMS instance",
    example: '"kst-hzz65f1"',
  },
};

/** Aliyun documents "seconds" only. The emulator is consistent at once unless it is configured otherwise. */
const USUAL_SETTLE = 15;
const LONGEST_SETTLE = 120;

const SETTLE: Form = { what: `a whole number of seconds from 0 to ${LONGEST_SETTLE}`, example: String(USUAL_SETTLE) };

const isSettle = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LONGEST_SETTLE;

const isKnown = (name: string): name is TextSetting => Object.hasOwn(FORMS, name);

/** The settings as they may be used, and everything wrong with them; a faulty one is left out. */
export function readSettings({ settings }: Pick<Deployment, "settings">): {
  settings: AliyunSettings;
  problems: Problem[];
} {
  const read: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || !isKnown(name)) continue;
    if (typeof value === "string" && FORMS[name].matches(value)) read[name] = value;
    else problems.push(problemOf(name, value, FORMS[name]));
  }
  if (read.endpoint !== undefined) {
    read.endpoint = new URL(read.endpoint).origin;
    read.domain ??= "localhost";
  }
  const usual = read.endpoint === undefined ? USUAL_SETTLE : 0;
  const { settle = usual } = settings;
  if (isSettle(settle)) return { settings: { ...read, settle }, problems };
  return { settings: { ...read, settle: usual }, problems: [...problems, problemOf("settle", settle, SETTLE)] };
}

const problemOf = (name: keyof AliyunSettings, value: unknown, { what, example }: Form): Problem => ({
  code: name === "endpoint" ? "not-loopback" : "bad-setting",
  path: ["settings", name],
  message: `${JSON.stringify(value)} is not ${what}.`,
  remedy: `Write for example ${name}: ${example}.`,
});
