/** The schemas of `triggerConfig`, held to the vendor's own client: the fields of its models, and the values it shows. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type TriggerType, triggerConfigs } from "../../../offline/aliyun/trigger-config/index.ts";

const require = createRequire(import.meta.url);

/** A model of the client: its fields, the names they have in JSON, and what they hold. */
interface Model {
  readonly name: string;
  names(): Readonly<Record<string, string>>;
  types(): Readonly<Record<string, unknown>>;
}

const client = require("@alicloud/fc20230330") as Readonly<Record<string, Model>>;
const models = join(dirname(require.resolve("@alicloud/fc20230330")), "models");

const MODELS = {
  http: "HTTPTriggerConfig",
  timer: "TimerTriggerConfig",
  oss: "OSSTriggerConfig",
  log: "SLSTriggerConfig",
  mns_topic: "MNSTopicTriggerConfig",
  eventbridge: "EventBridgeTriggerConfig",
} as const satisfies Readonly<Partial<Record<TriggerType, string>>>;

/** Fields whose model shows no value: those that the vendor's pages have. */
const SHOWN: Readonly<Record<string, unknown>> = {
  "OSSTriggerConfig.events": ["oss:ObjectCreated:PutObject"],
  "HTTPTriggerConfig.methods": ["GET", "POST"],
  "SLSTriggerConfig.functionParameter": { key: "value" },
  "DeadLetterQueue.arn": "acs:mns:cn-qingdao:123456:/queues/test-queue",
};

const isModel = (type: unknown): type is Model => typeof type === "function";

/** The client's names of files differ from its classes' in the case of letters. */
function declarationOf({ name }: Model): string {
  const file = readdirSync(models).find((one) => one.toLowerCase() === `${name}.d.ts`.toLowerCase());
  return readFileSync(join(models, file ?? `${name}.d.ts`), "utf8");
}

/** The value after `@example` in the comment of a field. */
function exampleOf(model: Model, field: string, type: unknown): unknown {
  const shown = SHOWN[`${model.name}.${field}`];
  if (shown !== undefined) return shown;
  const [before = ""] = declarationOf(model).split(`\n    ${field}?:`);
  const comment = before.slice(before.lastIndexOf("/**"));
  const text = /@example\n\s+\* (.+)\n/.exec(comment)?.[1];
  if (text === undefined) throw new Error(`${model.name}.${field} shows no value`);
  return type === "string" ? text : JSON.parse(text);
}

/** A configuration with every field of a model, made of the values that it shows. */
function sampleOf(model: Model, leftOut: ReadonlySet<string>): Record<string, unknown> {
  const fields = Object.entries(model.types()).filter(([field]) => !leftOut.has(field));
  return Object.fromEntries(
    fields.map(([field, type]) => [
      model.names()[field],
      isModel(type) ? sampleOf(type, leftOut) : exampleOf(model, field, type),
    ]),
  );
}

/** Their parameters are not looked into: the adapter makes no such sources. */
const OTHER_SOURCES = new Set(
  ["DTS", "Kafka", "MQTT", "RabbitMQ", "RocketMQ"].map((name) => `source${name}Parameters`),
);

describe.each(Object.entries(MODELS) as [keyof typeof MODELS, string][])("%s", (type, name) => {
  const model = client[name] as Model;
  const sample = sampleOf(model, OTHER_SOURCES);

  it("accepts every field of the vendor's client with its sample value", () => {
    const { data, error } = triggerConfigs[type].safeParse(sample);
    expect(error?.issues).toBeUndefined();
    expect(data).toMatchObject(sample);
  });

  it("refuses a field that the vendor's client does not have", () => {
    expect(triggerConfigs[type].safeParse({ ...sample, unheardOf: true }).success).toBe(false);
  });
});

it("covers every type of trigger except the table's, which has no settings", () => {
  expect(Object.keys(triggerConfigs).filter((type) => !(type in MODELS))).toEqual(["tablestore"]);
  expect(triggerConfigs.tablestore.safeParse({}).success).toBe(true);
});

it.each(["DTS", "Kafka", "MQTT", "RabbitMQ", "RocketMQ"])(
  "eventbridge accepts the vendor's sources by %s",
  (source) => {
    const model = client.EventSourceParameters as Model;
    const parameters = model.types()[`source${source}Parameters`] as Model;
    const config = {
      eventSourceConfig: {
        eventSourceType: source,
        eventSourceParameters: { [`source${source}Parameters`]: sampleOf(parameters, new Set()) },
      },
    };
    expect(triggerConfigs.eventbridge.safeParse(config).error?.issues).toBeUndefined();
  },
);
