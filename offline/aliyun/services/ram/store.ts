import { randomBytes, randomInt } from "node:crypto";
import { ApiError } from "../../core/error.ts";
import type { World } from "../../core/world.ts";
import { type Permissions, parsePermissions } from "../../security/policy.ts";
import { type Group, type Policy, type Principal, type Role, ramState, type Session, type User } from "./model.ts";
import { systemPolicies } from "./system-policies.ts";

/** Everything RAM holds. */
export class RamStore {
  readonly users = new Map<string, User>();
  readonly groups = new Map<string, Group>();
  readonly roles = new Map<string, Role>();
  readonly policies = new Map<string, Policy>();
  readonly sessions = new Map<string, Session>();
  /** Keys that were made here and are no more. */
  readonly retiredKeys = new Set<string>();
  alias: string | undefined;
  readonly #parsed = new Map<string, Permissions>();

  constructor(readonly world: Pick<World, "account" | "clock" | "isSettled">) {}

  now(): number {
    return this.world.clock.now();
  }

  user = (name: string): User => this.users.get(name) ?? missing("User", name);
  group = (name: string): Group => this.groups.get(name) ?? missing("Group", name);
  role = (name: string): Role => this.roles.get(name) ?? missing("Role", name);
  policy = (name: string): Policy => this.policies.get(name) ?? missing("Policy", name);

  /** ARNs have names in lower case, and are looked up in any. */
  roleByArn(arn: string): Role | undefined {
    const wanted = arn.toLowerCase();
    return [...this.roles.values()].find((role) => role.arn === wanted);
  }

  roleArn = (name: string): string => `acs:ram::${this.world.account}:role/${name}`.toLowerCase();

  /** Documents of everything attached to these. */
  documents(...principals: readonly Principal[]): Permissions[] {
    return principals
      .flatMap(({ policies }) => policies)
      .flatMap(({ type, name }) => {
        const text = type === "System" ? systemPolicies.get(name) : this.#current(name);
        return text === undefined ? [] : [this.parse(text)];
      });
  }

  /** A document that was checked when it came. */
  parse(text: string): Permissions {
    const parsed = this.#parsed.get(text) ?? parsePermissions(text);
    this.#parsed.set(text, parsed);
    return parsed;
  }

  principal(name: string, prefix: string): Principal {
    const now = this.now();
    return { name, id: `${prefix}${digits(17)}`, created: now, updated: now, policies: [] };
  }

  /** Sessions that are over leave nothing but the fact that they were. */
  prune(): void {
    for (const [id, { expires }] of this.sessions) {
      // They are kept for a day, so that their keys are refused for the right reason.
      if (expires + 86_400_000 < this.now()) this.sessions.delete(id);
    }
  }

  snapshot(): object {
    return {
      users: [...this.users.values()],
      groups: [...this.groups.values()],
      roles: [...this.roles.values()],
      policies: [...this.policies.values()],
      sessions: [...this.sessions.values()],
      retiredKeys: [...this.retiredKeys],
      ...(this.alias !== undefined && { alias: this.alias }),
    };
  }

  restore(state: object): void {
    const held = ramState.parse(state);
    this.reset();
    for (const user of held.users) this.users.set(user.name, user);
    for (const group of held.groups) this.groups.set(group.name, group);
    for (const role of held.roles) this.roles.set(role.name, role);
    for (const policy of held.policies) this.policies.set(policy.name, policy);
    for (const session of held.sessions) this.sessions.set(session.accessKeyId, session);
    for (const key of held.retiredKeys) this.retiredKeys.add(key);
    this.alias = held.alias;
  }

  reset(): void {
    for (const held of [this.users, this.groups, this.roles, this.policies, this.sessions, this.retiredKeys])
      held.clear();
    this.alias = undefined;
    this.#parsed.clear();
  }

  #current(name: string): string | undefined {
    const policy = this.policies.get(name);
    return policy?.versions.find(({ id }) => id === policy.defaultVersion)?.document;
  }
}

export function missing(kind: string, name: string): never {
  throw new ApiError(
    404,
    `EntityNotExist.${kind}`,
    `The ${kind.toLowerCase().replace(".", " ")} ${name} does not exist.`,
  );
}

export const exists = (kind: string, name: string): ApiError =>
  new ApiError(
    409,
    `EntityAlreadyExists.${kind}`,
    `The ${kind.toLowerCase().replace(".", " ")} ${name} already exists.`,
  );

/** Identifiers are decimal. */
export const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join("");

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789";

export const letters = (count: number): string =>
  Array.from(randomBytes(count), (byte) => LETTERS[byte % LETTERS.length]).join("");

/** `2015-01-23T12:33:18Z` */
export const timeText = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
