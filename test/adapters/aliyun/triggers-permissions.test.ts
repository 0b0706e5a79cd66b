import { beforeAll, describe, expect, it } from "vitest";
import { ofType, one, type Planned } from "../planned.ts";
import { ACCOUNT, native, plan, REGION } from "./planned.ts";
import { richSpec } from "./rich-spec.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Principal?: { readonly Service?: readonly string[]; readonly RAM?: readonly string[] };
}

const statementsOf = (document: unknown): Statement[] => {
  const { Version, Statement: list } = JSON.parse(String(document)) as { Version: string; Statement: Statement[] };
  expect(Version).toBe("1");
  return list;
};

/** The service that fires a type of trigger, if it is neither FC nor EventBridge with its own roles. */
const FIRED_BY: Readonly<Record<string, string>> = {
  oss: "oss.aliyuncs.com",
  log: "log.aliyuncs.com",
  mns_topic: "mns.aliyuncs.com",
  tablestore: "ots.aliyuncs.com",
};

interface Invoker {
  readonly trigger: Planned;
  readonly service: string;
  /** Logical name of the role, which is also that of the trigger. */
  readonly name: string;
}

/** Every trigger that a service fires with a role, and that role. */
function invokersIn(planned: readonly Planned[]): Invoker[] {
  const roles = ofType(planned, "ram/role:Role");
  return ofType(planned, "V3Trigger").flatMap((trigger) => {
    const service = FIRED_BY[String(trigger.inputs.triggerType)];
    if (service === undefined) {
      expect(trigger.inputs).not.toHaveProperty("invocationRole");
      return [];
    }
    const arn = trigger.inputs.invocationRole;
    const role = roles.find(
      ({ inputs }) => arn === `acs:ram::${ACCOUNT}:role/${String(inputs.roleName).toLowerCase()}`,
    );
    expect(role, `role of ${trigger.name}`).toBeDefined();
    return [{ trigger, service, name: (role?.name ?? "").replace(/-role$/, "") }];
  });
}

const functionArns = (name: unknown): string[] => {
  const arn = `acs:fc:${REGION}:${ACCOUNT}:functions/${String(name)}`;
  return [arn, `${arn}/*`];
};

describe("roles of services that fire a trigger", () => {
  let planned: readonly Planned[];
  let invokers: Invoker[];
  beforeAll(async () => {
    ({ planned } = await plan(richSpec));
    invokers = invokersIn(planned);
  });

  it("exist for each type of trigger", () => {
    expect(new Set(invokers.map(({ service }) => service))).toEqual(new Set(Object.values(FIRED_BY)));
    expect(invokers).toHaveLength(9);
    expect(new Set(invokers.map(({ name }) => name)).size).toBe(invokers.length);
  });

  it("trust that service only", () => {
    for (const { service, name } of invokers) {
      const trust = statementsOf(one(planned, "ram/role:Role", `${name}-role`).assumeRolePolicyDocument);
      expect(trust).toHaveLength(1);
      expect(trust[0]).toMatchObject({ Effect: "Allow", Action: "sts:AssumeRole" });
      const tablestore = service === "ots.aliyuncs.com";
      expect(trust[0]?.Principal, name).toEqual({
        Service: [service],
        // The account of Tablestore itself.
        ...(tablestore && { RAM: ["acs:ram::1604337383174619:root"] }),
      });
    }
  });

  it("allow that service to call that function only", () => {
    for (const { trigger, name } of invokers) {
      const { roleName } = one(planned, "ram/role:Role", `${name}-role`);
      const { policyName, policyDocument } = one(planned, "ram/policy:Policy", `${name}-policy`);
      expect(one(planned, "RolePolicyAttachment", `${name}-attachment`)).toEqual({
        roleName,
        policyName,
        policyType: "Custom",
      });
      const calls = statementsOf(policyDocument).filter(({ Action }) =>
        Action.some((action) => action.startsWith("fc:")),
      );
      expect(calls).toEqual([
        { Effect: "Allow", Action: ["fc:InvokeFunction"], Resource: functionArns(trigger.inputs.functionName) },
      ]);
    }
  });

  it("allow it besides only to read its source", () => {
    const others = ({ name }: Invoker): Statement[] =>
      statementsOf(one(planned, "ram/policy:Policy", `${name}-policy`).policyDocument).filter(
        ({ Action }) => !Action.includes("fc:InvokeFunction"),
      );
    for (const invoker of invokers) {
      const { triggerType, sourceArn, triggerConfig } = invoker.trigger.inputs;
      const found = others(invoker);
      if (triggerType === "oss" || triggerType === "mns_topic") expect(found, invoker.name).toEqual([]);
      if (triggerType === "tablestore") {
        const instance = String(sourceArn).replace(/\/table\/.*$/, "");
        expect(found.map(({ Resource }) => Resource)).toEqual([[instance], [sourceArn]]);
      }
      if (triggerType === "log") {
        const { sourceConfig, logConfig } = JSON.parse(String(triggerConfig));
        const store = `${String(sourceArn)}/logstore/${sourceConfig.logstore}`;
        const jobs = `acs:log:${REGION}:${ACCOUNT}:project/${logConfig.project}/logstore/${logConfig.logstore}`;
        expect(found.flatMap(({ Resource }) => Resource).sort()).toEqual(
          [jobs, store, `${store}/consumergroup/*`].sort(),
        );
        expect(found.find(({ Resource }) => Resource.includes(jobs))?.Action).toEqual(["log:PostLogStoreLogs"]);
      }
    }
  });

  it("a log trigger never writes its own log to its source", () => {
    for (const { trigger } of invokers.filter((invoker) => invoker.service === "log.aliyuncs.com")) {
      const { sourceConfig, logConfig } = JSON.parse(String(trigger.inputs.triggerConfig));
      const source = `${String(trigger.inputs.sourceArn).split("/").at(-1)}/${sourceConfig.logstore}`;
      expect(`${logConfig.project}/${logConfig.logstore}`).not.toBe(source);
    }
  });

  it("no policy of a trigger has wildcards", () => {
    for (const { name } of invokers) {
      for (const { Action, Resource } of statementsOf(
        one(planned, "ram/policy:Policy", `${name}-policy`).policyDocument,
      )) {
        expect(Action.filter((action) => action.includes("*"))).toEqual([]);
        // All parts but the last are exact; the last may be a wildcard for qualifiers or consumer groups.
        expect(Resource.filter((arn) => arn.replace(/\/\*$/, "").includes("*"))).toEqual([]);
      }
    }
  });
});

const NAMES: Readonly<Record<string, readonly [input: string, rule: RegExp]>> = {
  Bucket: ["bucket", /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/],
  ServiceQueue: ["queueName", /^[A-Za-z0-9][A-Za-z0-9-]{0,119}$/],
  ServiceTopic: ["topicName", /^[A-Za-z0-9][A-Za-z0-9-]{0,119}$/],
  ServiceSubscription: ["subscriptionName", /^[A-Za-z0-9][A-Za-z0-9-]{0,119}$/],
  Project: ["projectName", /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/],
  Store: ["logstoreName", /^[a-z0-9][a-z0-9_-]{0,61}[a-z0-9]$/],
  Instance: ["name", /^[A-Za-z][A-Za-z0-9-]{1,14}[A-Za-z0-9]$/],
  Table: ["tableName", /^[A-Za-z_]\w{0,254}$/],
  SecondaryIndex: ["indexName", /^[A-Za-z_]\w{0,254}$/],
  Tunnel: ["tunnelName", /^[A-Za-z_]\w{0,254}$/],
  EventBus: ["eventBusName", /^[A-Za-z][A-Za-z0-9-]{0,126}$/],
  Rule: ["ruleName", /^[A-Za-z0-9][A-Za-z0-9_-]{0,126}$/],
  SecretParameter: ["secretParameterName", /^(?!(ALIYUN|ACS|ALIBABA|ALICLOUD|OOS))[A-Za-z0-9/_-]{2,180}$/],
  V3CustomDomain: ["customDomainName", /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]+$/],
  V3Trigger: ["triggerName", /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/],
  Role: ["roleName", /^[A-Za-z0-9.-]{1,64}$/],
  Policy: ["policyName", /^[A-Za-z0-9-]{1,128}$/],
};

it.each([
  ["short names", (name: string) => name],
  ["the longest names", (name: string) => name.padEnd(40, "X")],
])("physical names follow the rules of their service: %s", async (_, long) => {
  const name = (text: string): string => long(text);
  const { planned } = await plan({
    name: "shop",
    resources: {
      [name("b")]: { kind: "bucket" },
      [name("q")]: { kind: "queue" },
      [name("t")]: { kind: "topic", queues: { [name("q")]: {} } },
      [name("s")]: { kind: "stream" },
      [name("w")]: {
        kind: "table",
        key: { partition: { name: "id" } },
        indexes: { "by.the-day": { partition: { name: "day" } } },
        changes: true,
      },
      [name("e")]: { kind: "bus" },
      [name("k")]: { kind: "secret" },
      [name("a")]: { kind: "api" },
    },
    functions: {
      [name("f")]: {
        handler: "f.ts",
        triggers: {
          [name("b")]: { kind: "bucket", bucket: name("b") },
          [name("q")]: { kind: "queue", queue: name("q") },
          [name("t")]: { kind: "topic", topic: name("t") },
          [name("s")]: { kind: "stream", stream: name("s") },
          [name("w")]: { kind: "table", table: name("w") },
          [name("e")]: { kind: "bus", bus: name("e"), pattern: { source: ["x"] } },
          [name("c")]: { kind: "schedule", rate: "5m" },
          [name("a")]: { kind: "http", api: name("a") },
          [name("u")]: { kind: "http" },
        },
      },
    },
  });
  const kinds = new Set<string>();
  for (const { type, inputs } of native(planned)) {
    const kind = type.split(":").at(-1) ?? "";
    const [input, rule] = NAMES[kind] ?? [];
    if (input === undefined || rule === undefined) continue;
    kinds.add(kind);
    expect(inputs[input], `${kind}.${input}`).toMatch(rule);
  }
  expect([...kinds].sort()).toEqual(Object.keys(NAMES).sort());
});
