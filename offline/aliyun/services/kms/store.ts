import { ApiError } from "../../core/error.ts";
import type { World } from "../../core/world.ts";
import { kmsState, type Secret } from "./model.ts";

/** Secrets of every region. */
export class SecretStore {
  #regions = new Map<string, Map<string, Secret>>();

  constructor(readonly world: Pick<World, "account" | "clock">) {}

  now(): number {
    return this.world.clock.now();
  }

  /** Those that exist, deleted ones included until their time is over. */
  in(region: string): Map<string, Secret> {
    const secrets = this.#regions.get(region) ?? new Map<string, Secret>();
    this.#regions.set(region, secrets);
    for (const [name, { ends }] of secrets) {
      if (ends !== undefined && ends <= this.now()) secrets.delete(name);
    }
    return secrets;
  }

  /** @throws ApiError when there is none of this name. */
  find(region: string, name: string): Secret {
    const secret = this.in(region).get(name);
    if (secret) return secret;
    throw new ApiError(404, "Forbidden.ResourceNotFound", `The secret ${name} does not exist.`);
  }

  /** @throws ApiError also when it is being deleted. */
  usable(region: string, name: string): Secret {
    const secret = this.find(region, name);
    if (secret.ends === undefined) return secret;
    throw new ApiError(409, "Rejected.ResourceInDeletion", `The secret ${name} is being deleted.`);
  }

  arn = (region: string, name: string): string => `acs:kms:${region}:${this.world.account}:secret/${name}`;

  snapshot(): object {
    const regions = [...this.#regions].map(([region, secrets]) => [region, Object.fromEntries(secrets)]);
    return { regions: Object.fromEntries(regions) };
  }

  restore(state: object): void {
    const { regions } = kmsState.parse(state);
    this.#regions = new Map(
      Object.entries(regions).map(([region, secrets]) => [region, new Map(Object.entries(secrets))]),
    );
  }

  reset(): void {
    this.#regions.clear();
  }
}
