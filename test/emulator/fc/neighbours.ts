import type { Emulated } from "../../../offline/aliyun/core/emulated.ts";
import { ApiError } from "../../../offline/aliyun/core/error.ts";
import type {
  Actor,
  EventSource,
  LogEntry,
  LogStoreAddress,
  SourceTriggerType,
  TriggerBinding,
} from "../../../offline/aliyun/core/ports.ts";

export const ACCOUNT = "1234567890123456";

/** Somebody in the account whose policies decide. */
export const USER = {
  accessKeyId: "LTAIuser",
  secret: "user-secret",
  caller: { account: ACCOUNT, type: "user", arn: `acs:ram::${ACCOUNT}:user/u`, principal: "u" },
} as const;

/** The services around FC, as far as FC asks something of them. */
export class Neighbours {
  /** ARNs of roles -> services that may take them on. */
  readonly roles = new Map<string, string[]>();
  /** "action resource" that no role may. */
  readonly forbidden = new Set<string>();
  /** Logs that aren't there, or not yet: "project" or "project/logstore". */
  readonly missingLogs = new Set<string>();
  readonly sent: { to: string; body: unknown; actor: Actor }[] = [];
  readonly logs: { store: LogStoreAddress; entry: LogEntry; actor: Actor }[] = [];
  readonly objects = new Map<string, Buffer>();
  readonly attached: TriggerBinding[] = [];
  refuseSource?: ApiError;

  emulate(): Emulated {
    return {
      service: idle,
      guard: {
        key: (accessKeyId) =>
          accessKeyId === USER.accessKeyId ? { secret: USER.secret, caller: USER.caller } : undefined,
        isRetired: () => false,
        may: (_, action, resource) => !this.forbidden.has(`${action} ${resource}`),
      },
      identities: {
        roleExists: (arn) => this.roles.has(arn),
        assume: (role, service) => {
          if (!this.roles.get(role)?.includes(service)) throw new ApiError(403, "NoPermission", "not trusted");
          return { accessKeyId: "STS.1", accessKeySecret: "s", securityToken: "t", expires: 0 };
        },
        lend: () => ({ accessKeyId: "STS.2", accessKeySecret: "s", securityToken: "t", expires: 0 }),
        authorize: (_, action, resource) => {
          if (this.forbidden.has(`${action} ${resource}`)) throw new ApiError(403, "AccessDenied", `no ${action}`);
        },
      },
      queues: {
        send: async ({ queue }, body, actor) => {
          this.sent.push({ to: `queue ${queue}`, body: JSON.parse(body.toString()), actor });
          return { messageId: "1" };
        },
        receive: async () => [],
        delete: () => undefined,
        exists: () => true,
      },
      topics: {
        publish: async ({ topic }, body, actor) => {
          this.sent.push({ to: `topic ${topic}`, body: JSON.parse(body.toString()), actor });
        },
      },
      events: {
        put: async ({ bus }, events, actor) => {
          this.sent.push({ to: `bus ${bus}`, body: events[0], actor });
        },
      },
      logs: {
        append: (store, entries, actor) => {
          for (const entry of entries) this.logs.push({ store, entry, actor });
        },
        check: ({ project, logstore }) => {
          if (this.missingLogs.has(project)) throw new ApiError(404, "ProjectNotExist", "no such project");
          if (this.missingLogs.has(`${project}/${logstore}`))
            throw new ApiError(404, "LogStoreNotExist", "no logstore");
        },
      },
      objects: {
        read: async (bucket, key) => {
          const found = this.objects.get(`${bucket}/${key}`);
          if (!found) throw new ApiError(404, "NoSuchKey", "no such key");
          return found;
        },
        exists: () => true,
        ensureServiceBucket: () => undefined,
      },
      sources: {
        oss: this.#source,
        log: this.#source,
        mns_topic: this.#source,
        tablestore: this.#source,
        eventbridge: this.#source,
      },
    };
  }

  get messages(): string[] {
    return this.logs.flatMap(({ entry }) => entry.fields.message ?? []);
  }

  readonly #source: EventSource<SourceTriggerType> = {
    check: () => {
      if (this.refuseSource) throw this.refuseSource;
    },
    attach: (trigger) => void this.attached.push(trigger),
    detach: (trigger) => {
      const at = this.attached.findIndex(({ id }) => id === trigger.id);
      if (at >= 0) this.attached.splice(at, 1);
    },
  };
}

const idle: Emulated["service"] = {
  description: { title: "Neighbours", version: "1", docs: "", signatures: ["acs3"] },
  operations: [],
  matches: () => undefined,
  recognises: () => undefined,
  refuse: () => ({ status: 500 }),
  snapshot: () => ({}),
  restore: () => undefined,
  reset: () => undefined,
};
