import type { Problem } from "../../model/errors.ts";
import type { Deployment } from "../contract.ts";

/** The account of the server on this machine: sixteen digits that belong to nobody. */
export const OFFLINE_ACCOUNT = "1234567890123456";

const LOOPBACK = /^(localhost|(.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The settings of a deployment, read. */
export interface AliyunSettings {
  /** Origin of the server on this machine. */
  readonly endpoint?: string;
  readonly account?: string;
  readonly profile?: string;
  readonly domain?: string;
  readonly kmsInstance?: string;
}

interface Form {
  readonly matches: (text: string) => boolean;
  readonly what: string;
  readonly example: string;
}

const FORMS: { readonly [S in keyof AliyunSettings]-?: Form } = {
  endpoint: {
    matches: isLoopback,
    what: "an http address of this machine",
    example: "http://127.0.0.1:4580",
  },
  account: {
    matches: (text) => /^\d{16}$/.test(text),
    what: "an account of sixteen digits, as text",
    example: OFFLINE_ACCOUNT,
  },
  profile: { matches: (text) => /^\S+$/.test(text), what: "the name of a profile", example: "work" },
  domain: {
    matches: (text) => /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text),
    what: "a domain name in lower case",
    example: "shop.example.com",
  },
  kmsInstance: {
    matches: (text) => /^kst-[\w-]+$/.test(text),
    what: "the id of a KMS instance",
    example: "kst-hzz65f1",
  },
};

function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "http:" && LOOPBACK.test(hostname);
}

const isKnown = (name: string): name is keyof AliyunSettings => Object.hasOwn(FORMS, name);

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
    else problems.push(problemOf(name, value));
  }
  if (read.endpoint !== undefined) {
    read.endpoint = new URL(read.endpoint).origin;
    read.domain ??= "localhost";
  }
  return { settings: read, problems };
}

const problemOf = (name: keyof AliyunSettings, value: unknown): Problem => ({
  code: name === "endpoint" ? "not-loopback" : "bad-setting",
  path: ["settings", name],
  message: `${JSON.stringify(value)} is not ${FORMS[name].what}.`,
  remedy: `Write for example ${name}: "${FORMS[name].example}".`,
});
