import { ApiError } from "../../core/error.ts";
import type {
  Actor,
  IdentitiesPort,
  LinkedRole,
  LinkedRolesPort,
  SessionRequest,
  SessionsPort,
  TemporaryCredentials,
} from "../../core/ports.ts";
import type { Caller, KnownKey } from "../../core/service.ts";
import type { Context } from "../../security/conditions.ts";
import type { Guard } from "../../security/guard.ts";
import { decide, type Permissions, parseTrust, type Question, type Taker, trusts } from "../../security/policy.ts";
import type { Role, Session } from "./model.ts";
import { digits, letters, missing, type RamStore } from "./store.ts";

/** Answers questions about permissions from RAM's state: for requests, for other services, and for assumed roles. */
export class Identities implements IdentitiesPort, SessionsPort, LinkedRolesPort, Guard {
  constructor(readonly store: RamStore) {}

  key(accessKeyId: string): KnownKey | undefined {
    const session = this.store.sessions.get(accessKeyId);
    return session ? this.#sessionKey(session) : this.#userKey(accessKeyId);
  }

  isRetired(accessKeyId: string): boolean {
    return (
      accessKeyId.startsWith("STS.") ||
      this.store.retiredKeys.has(accessKeyId) ||
      this.#owner(accessKeyId) !== undefined
    );
  }

  may(caller: Caller, action: string, resource: string, context: Context): boolean {
    const question = { action, resource, context };
    if (caller.type === "root" || caller.type === "service") return true;
    return this.#layers(caller).every((documents) => decide(documents, question) === "allow");
  }

  authorize({ service, role: arn }: Actor, action: string, resource: string): void {
    // A service without a role acts as its service-linked one, which may do what it needs.
    if (arn === undefined) return;
    const role = this.#assumable(arn, { service });
    const question: Question = { action, resource, context: { "acs:Service": service } };
    if (decide(this.store.documents(role), question) === "allow") return;
    throw new ApiError(403, "NoPermission", `No policy of the role ${role.arn} allows ${action} on ${resource}.`);
  }

  roleExists(arn: string): boolean {
    return this.#seen(arn) !== undefined;
  }

  assume(arn: string, service: string, sessionName: string, seconds: number): TemporaryCredentials {
    const role = this.#assumable(arn, { service });
    const least = this.store.now() + (seconds * 1000) / 2;
    const known = [...this.store.sessions.values()].find(
      (s) => s.role === role.name && s.service === service && s.sessionName === sessionName && s.expires > least,
    );
    return credentialsOf(known ?? this.#open({ role: role.name, sessionName, seconds, service }));
  }

  lend(service: string, policy: string, seconds: number): TemporaryCredentials {
    return credentialsOf(this.#open({ sessionName: service, seconds, service, policy }));
  }

  assumeRole(caller: Caller, { roleArn, sessionName, seconds, policy, externalId }: SessionRequest) {
    // Trust policies name a role, not its sessions.
    const arn = caller.type === "role" ? this.store.roleArn(caller.principal ?? "") : caller.arn;
    const role = this.#assumable(roleArn, { arn }, externalId === undefined ? {} : { "sts:ExternalId": externalId });
    if (seconds > role.maxSessionDuration) {
      throw new ApiError(
        400,
        "InvalidParameter.DurationSeconds",
        `The role's sessions last ${role.maxSessionDuration} s at most.`,
      );
    }
    const session = this.#open({ role: role.name, sessionName, seconds, ...(policy !== undefined && { policy }) });
    return {
      credentials: credentialsOf(session),
      arn: this.#sessionArn(role.name, sessionName),
      assumedRoleId: `${role.id}:${sessionName}`,
    };
  }

  principalOf({ type, account, principal = "", arn }: Caller) {
    if (type === "user") {
      const { id } = this.store.user(principal);
      return { id, userId: id };
    }
    if (type !== "role" || principal === "") return { id: account, userId: account };
    const { id } = this.store.role(principal);
    const full = `${id}:${arn.split("/").at(-1)}`;
    return { id: full, userId: full, roleId: id };
  }

  ensure(service: string, name: string, description = ""): LinkedRole {
    const known = this.find(name);
    if (known) return known;
    const trust = JSON.stringify({
      Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: [service] } }],
      Version: "1",
    });
    const role: Role = {
      ...this.store.principal(name, "3"),
      arn: this.store.roleArn(name),
      description,
      maxSessionDuration: 3600,
      trust,
      tags: {},
      service,
    };
    this.store.roles.set(name, role);
    return linked(role, service);
  }

  find(name: string): LinkedRole | undefined {
    const role = this.store.roles.get(name);
    return role?.service === undefined ? undefined : linked(role, role.service);
  }

  findByService(service: string): LinkedRole | undefined {
    const role = [...this.store.roles.values()].find((candidate) => candidate.service === service);
    return role && linked(role, service);
  }

  delete(name: string): void {
    if (!this.find(name)) missing("Role", name);
    this.store.roles.delete(name);
  }

  #sessionKey(session: Session): KnownKey | undefined {
    const { secret, token, expires, accessKeyId, role, service = "" } = session;
    if (role !== undefined && !this.store.roles.has(role)) return undefined;
    const { account } = this.store.world;
    const caller = { account, type: "role", accessKeyId } as const;
    return {
      ...{ secret, expires, securityToken: token },
      caller:
        role === undefined
          ? { ...caller, arn: `acs:ram::${account}:service/${service}` }
          : { ...caller, arn: this.#sessionArn(role, session.sessionName), principal: role },
    };
  }

  #userKey(accessKeyId: string): KnownKey | undefined {
    const user = this.#owner(accessKeyId);
    const key = user?.keys.find(({ id }) => id === accessKeyId);
    if (!user || key?.status !== "Active") return undefined;
    const { account } = this.store.world;
    return {
      secret: key.secret,
      caller: {
        account,
        type: "user",
        arn: `acs:ram::${account}:user/${user.name}`,
        accessKeyId,
        principal: user.name,
      },
    };
  }

  #owner(accessKeyId: string) {
    return [...this.store.users.values()].find(({ keys }) => keys.some(({ id }) => id === accessKeyId));
  }

  /** Sets of policies that must each allow: a session may have been narrowed when it was made. */
  #layers({ type, principal = "", accessKeyId = "" }: Caller): Permissions[][] {
    const { store } = this;
    if (type === "user") {
      const user = store.users.get(principal);
      const groups = [...store.groups.values()].filter(({ users }) => users.includes(principal));
      return user ? [store.documents(user, ...groups)] : [[]];
    }
    const role = type === "role" ? store.roles.get(principal) : undefined;
    const session = store.sessions.get(accessKeyId);
    const narrowed = session?.policy === undefined ? [] : [[store.parse(session.policy)]];
    if (role) return [store.documents(role), ...narrowed];
    // Credentials that a service issues allow only the actions that the service named.
    return session && session.role === undefined && narrowed.length > 0 ? narrowed : [[]];
  }

  /** A role as services other than RAM see it: after a delay. */
  #seen(arn: string): Role | undefined {
    const role = this.store.roleByArn(arn);
    return role && this.store.world.isSettled(role.created) ? role : undefined;
  }

  #assumable(arn: string, taker: Taker, context: Context = {}): Role {
    const role = this.#seen(arn);
    if (!role) throw new ApiError(404, "EntityNotExist.Role", `The role ${arn} does not exist.`);
    if (trusts(parseTrust(role.trust), { ...ownAccountOf(taker.service), ...taker }, context)) return role;
    const who = taker.service ?? taker.arn;
    throw new ApiError(403, "NoPermission", `The trust policy of the role ${role.arn} does not let ${who} take it on.`);
  }

  #open(made: Pick<Session, "role" | "sessionName" | "policy" | "service"> & { seconds: number }): Session {
    this.store.prune();
    const { seconds, ...rest } = made;
    const session: Session = {
      ...rest,
      accessKeyId: `STS.N${letters(24)}`,
      secret: letters(44),
      token: `CAIS${letters(300)}${digits(4)}`,
      expires: this.store.now() + seconds * 1000,
    };
    this.store.sessions.set(session.accessKeyId, session);
    return session;
  }

  #sessionArn(role: string, sessionName: string): string {
    return `acs:ram::${this.store.world.account}:assumed-role/${role}/${sessionName}`;
  }
}

/** Accounts of services that roles name in the service's place: the one that the vendor's own roles for Tablestore trust. */
const SERVICE_ACCOUNTS: Readonly<Record<string, string>> = { "ots.aliyuncs.com": "1604337383174619" };

function ownAccountOf(service = ""): Taker {
  const account = SERVICE_ACCOUNTS[service];
  return account === undefined ? {} : { arn: `acs:ram::${account}:root` };
}

const credentialsOf = ({ accessKeyId, secret, token, expires }: Session): TemporaryCredentials => ({
  accessKeyId,
  accessKeySecret: secret,
  securityToken: token,
  expires,
});

const linked = ({ name, id, arn, description, created, trust }: Role, service: string): LinkedRole => ({
  name,
  id,
  arn,
  service,
  description,
  created,
  trust,
});
