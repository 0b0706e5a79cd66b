/**
 * Pulumi's values on the wire: JSON with signed objects for other types, and marker strings for values that are not
 * known yet. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A value that only the deployment determines. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A file or string. `hash` is the SHA-256 of its content, in hex. */
export interface WireAsset {
  readonly hash?: string;
  readonly text?: string;
  readonly path?: string;
  readonly uri?: string;
}

/** A zip, a folder or a map of entries. `hash` covers the content. */
export interface WireArchive {
  readonly hash?: string;
  readonly path?: string;
  readonly uri?: string;
  readonly assets?: Readonly<Record<string, WireAsset | WireArchive>>;
}

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isUnknown(value: unknown): boolean {
  return UNKNOWNS.has(value);
}

export function isAsset(value: unknown): value is WireAsset & Json {
  return isObject(value) && value[SIGNATURE] === ASSET;
}

export function isArchive(value: unknown): value is WireArchive & Json {
  return isObject(value) && value[SIGNATURE] === ARCHIVE;
}

export function isSecret(value: unknown): value is { value: unknown } & Json {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

export function secret(value: unknown): Json {
  return { [SIGNATURE]: SECRET, value };
}

/** True when the value contains an unknown at any depth. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

export type Path = readonly (string | number)[];

/** A value without its secret wrappers, and the paths of the wrappers. */
export interface Opened {
  readonly value: unknown;
  readonly secrets: readonly Path[];
}

/**
 * Removes the secret wrappers and resolves output values. Returns the paths so that `seal` can restore the wrappers.
 */
export function open(value: unknown, path: Path = []): Opened {
  if (isSecret(value)) return { value: open(value.value).value, secrets: [path] };
  if (isObject(value) && value[SIGNATURE] === OUTPUT_VALUE) {
    const inner = "value" in value ? open(value.value, path) : { value: UNKNOWN, secrets: [] };
    return value.secret === true ? { value: inner.value, secrets: [path] } : inner;
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => open(item, [...path, index]));
    return { value: items.map((item) => item.value), secrets: items.flatMap((item) => item.secrets) };
  }
  if (!isObject(value) || isAsset(value) || isArchive(value)) return { value, secrets: [] };
  const entries = Object.entries(value).map(([key, inner]) => [key, open(inner, [...path, key])] as const);
  return {
    value: Object.fromEntries(entries.map(([key, inner]) => [key, inner.value])),
    secrets: entries.flatMap(([, inner]) => inner.secrets),
  };
}

/** Wraps the value at each path as a secret, or the nearest existing value above it. Ignores absent properties. */
export function seal(fields: Json, secrets: readonly Path[]): Json {
  const sealed = { ...fields };
  for (const [key, ...rest] of secrets) {
    if (key !== undefined && key in sealed) sealed[key] = sealAt(sealed[key], rest);
  }
  return sealed;
}

function sealAt(value: unknown, path: Path): unknown {
  if (isSecret(value)) return value;
  const [key, ...rest] = path;
  if (Array.isArray(value) && typeof key === "number" && key < value.length) {
    return value.map((item, index) => (index === key ? sealAt(item, rest) : item));
  }
  if (isObject(value) && key !== undefined && key in value) return { ...value, [key]: sealAt(value[key], rest) };
  return secret(value);
}

/** A zip file as the value that an engine would send. */
export const archiveOf = (path: string, hash: string): Json => ({ [SIGNATURE]: ARCHIVE, path, hash });
