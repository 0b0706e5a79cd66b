import { randomBytes } from "node:crypto";
import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { serviceKey } from "../../core/service-keys.ts";
import type { World } from "../../core/world.ts";

const key = z.object({
  id: z.string(),
  description: z.string(),
  spec: z.string(),
  usage: z.string(),
  origin: z.string(),
  protectionLevel: z.string(),
  instanceId: z.string(),
  enabled: z.boolean(),
  /** True if it is protected from being deleted. */
  deletionProtection: z.boolean(),
  /** Seconds between two rotations; none without. */
  rotation: z.number().optional(),
  created: z.number(),
  /** When a key that is being deleted goes for good. */
  ends: z.number().optional(),
  tags: z.record(z.string(), z.string()),
  /** Key material, Base64. */
  material: z.string(),
  version: z.string(),
});

/** By region, then by id; aliases by region, then by name. Times are milliseconds. */
export const keyState = z.object({
  keys: z.record(z.string(), z.record(z.string(), key)).default({}),
  aliases: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

export type Key = z.infer<typeof key>;

const OSS_ALIAS = "alias/acs/oss";

/** Bytes of AES-256 keys. */
const KEY_BYTES = 32;

/** Keys of every region, and their aliases. */
export class KeyStore {
  #keys = new Map<string, Map<string, Key>>();
  #aliases = new Map<string, Map<string, string>>();

  constructor(readonly world: Pick<World, "account" | "clock">) {}

  now(): number {
    return this.world.clock.now();
  }

  /** Those that exist, deleted ones included until their time is over. */
  in(region: string): Map<string, Key> {
    const keys = this.#keys.get(region) ?? new Map<string, Key>();
    this.#keys.set(region, keys);
    for (const [id, { ends }] of keys) if (ends !== undefined && ends <= this.now()) this.#forget(region, id);
    return keys;
  }

  aliasesIn(region: string): Map<string, string> {
    const aliases = this.#aliases.get(region) ?? new Map<string, string>();
    this.#aliases.set(region, aliases);
    return aliases;
  }

  create(
    region: string,
    of: Omit<Key, "id" | "created" | "material" | "version" | "enabled">,
    id = `key-${randomBytes(10).toString("hex")}`,
  ): Key {
    const made: Key = {
      ...of,
      id,
      enabled: true,
      created: this.now(),
      material: randomBytes(KEY_BYTES).toString("base64"),
      version: randomBytes(16).toString("hex"),
    };
    this.in(region).set(id, made);
    return made;
  }

  /** Id of the key that an id, an ARN, an alias or an alias's ARN stands for; what stands for none stays as it is. */
  idOf(region: string, name: string): string {
    const plain = name.replace(/^acs:kms:[^:]*:[^:]*:(key\/)?/, "");
    return plain.startsWith("alias/") ? (this.aliasesIn(region).get(plain) ?? plain) : plain;
  }

  /** @throws ApiError when there is none of this name. */
  find(region: string, name: string): Key {
    const id = this.idOf(region, name);
    const found = this.in(region).get(id);
    if (found) return found;
    if (id === serviceKey("oss", region) || id === OSS_ALIAS) return this.#makeOssKey(region);
    throw new ApiError(404, "Forbidden.KeyNotFound", `The key ${name} does not exist.`);
  }

  /** @throws ApiError also when it is disabled or being deleted. */
  usable(region: string, name: string): Key {
    const found = this.find(region, name);
    if (found.ends !== undefined)
      throw new ApiError(409, "Rejected.PendingDeletion", `The key ${name} is being deleted.`);
    if (!found.enabled) throw new ApiError(409, "Rejected.Disabled", `The key ${name} is disabled.`);
    return found;
  }

  arn = (region: string, id: string): string => `acs:kms:${region}:${this.world.account}:key/${id}`;

  snapshot(): object {
    return { keys: plain(this.#keys), aliases: plain(this.#aliases) };
  }

  restore(state: object): void {
    const { keys, aliases } = keyState.parse(state);
    this.#keys = maps(keys);
    this.#aliases = maps(aliases);
  }

  reset(): void {
    this.#keys.clear();
    this.#aliases.clear();
  }

  /** The key of OSS itself, which exists without being created. */
  #makeOssKey(region: string): Key {
    const id = serviceKey("oss", region);
    const settings = { spec: "Aliyun_AES_256", usage: "ENCRYPT/DECRYPT", origin: "Aliyun_KMS" };
    const rest = { protectionLevel: "SOFTWARE", instanceId: "", deletionProtection: false, tags: {} };
    this.aliasesIn(region).set(OSS_ALIAS, id);
    return this.create(region, { description: "Default key of OSS", ...settings, ...rest }, id);
  }

  /** A key goes with its aliases. */
  #forget(region: string, id: string): void {
    this.#keys.get(region)?.delete(id);
    const aliases = this.aliasesIn(region);
    for (const [alias, of] of aliases) if (of === id) aliases.delete(alias);
  }
}

const plain = <T>(regions: ReadonlyMap<string, ReadonlyMap<string, T>>): object =>
  Object.fromEntries([...regions].map(([region, entries]) => [region, Object.fromEntries(entries)]));

const maps = <T>(regions: Readonly<Record<string, Readonly<Record<string, T>>>>): Map<string, Map<string, T>> =>
  new Map(Object.entries(regions).map(([region, entries]) => [region, new Map(Object.entries(entries))]));
