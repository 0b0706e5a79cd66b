import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { assemble } from "../../../offline/aliyun/core/assemble.ts";
import { ApiError } from "../../../offline/aliyun/core/error.ts";
import type { ServiceRequest } from "../../../offline/aliyun/core/http.ts";
import type { Call, Operation, Service } from "../../../offline/aliyun/core/service.ts";
import { services } from "../../../offline/aliyun/services.ts";

/** A model of the vendor's client: what its fields are called on the wire, and of what type they are. */
interface Model {
  names(): Readonly<Record<string, string>>;
  types(): Readonly<Record<string, FieldType>>;
}
type FieldType = string | Model | { readonly type: string; readonly itemType?: string | Model };

const sdk = createRequire(import.meta.url)("@alicloud/fc20230330") as Readonly<Record<string, unknown>> & {
  readonly default: { readonly prototype: object };
};

const ACCOUNT = "1234567890123456";
const REGION = "cn-hangzhou";

/** Operations that the vendor's client has, for example "CreateFunction". */
export const sdkOperations = (): readonly string[] =>
  Object.getOwnPropertyNames(sdk.default.prototype)
    .filter((name) => name.endsWith("WithOptions"))
    .map((name) => name.replace(/WithOptions$/, ""))
    .map((name) => name.charAt(0).toUpperCase() + name.slice(1))
    .sort();

export interface RequestFields {
  readonly query: readonly string[];
  /** Each field of the body as an object that holds it alone, with a value of its type. */
  readonly body: readonly { readonly path: string; readonly probe: object }[];
}

/** Fields of an operation's request, from the client's models. */
export function requestFields(operation: string): RequestFields {
  const model = sdk[`${operation}Request`] as Model | undefined;
  const fields = model ? wireFields(model) : [];
  const inBody = bodyModel(operation, fields);
  const query = fields.filter(([name]) => name !== "body").map(([name]) => name);
  return { query: inBody === model ? [] : query, body: inBody ? probes(inBody) : [] };
}

/** Operations without a class for their body write the fields of the request into it. */
function bodyModel(operation: string, fields: readonly (readonly [string, FieldType])[]): Model | undefined {
  const body = fields.find(([name]) => name === "body")?.[1];
  if (isModel(body)) return body;
  return operation === "DisableFunctionInvocation" ? (sdk[`${operation}Request`] as Model) : undefined;
}

const isModel = (type: FieldType | undefined): type is Model => typeof type === "function" && "names" in type;

const wireFields = (model: Model): (readonly [string, FieldType])[] =>
  Object.entries(model.types()).map(([field, type]) => [model.names()[field] ?? field, type] as const);

function probes(model: Model, seen: readonly Model[] = []): RequestFields["body"] {
  if (seen.includes(model)) return [];
  return wireFields(model).flatMap(([name, type]) => {
    const inner = isModel(type)
      ? type
      : typeof type === "object" && isModel(type.itemType as FieldType)
        ? type.itemType
        : undefined;
    const isList = typeof type === "object" && "itemType" in type;
    const nested = inner && typeof inner !== "string" ? probes(inner, [...seen, model]) : [];
    const wrap = (probe: unknown) => ({ [name]: isList ? [probe] : probe });
    return [
      { path: name, probe: inner ? wrap({}) : { [name]: probeValue(type) } },
      ...nested.map(({ path, probe }) => ({ path: `${name}.${path}`, probe: wrap(probe) })),
    ];
  });
}

function probeValue(type: FieldType): unknown {
  const name = typeof type === "object" && "type" in type ? type.type : type;
  if (name === "number") return 1;
  if (name === "boolean") return true;
  if (name === "array") return ["x"];
  return name === "map" ? {} : "x";
}

/** The parts of the client's models that the emulator lacks: `Operation`, or `Operation.field`. */
export async function unknownToEmulator(): Promise<readonly string[]> {
  const scratch = mkdtempSync(join(tmpdir(), "polyfn-fc-models-"));
  const made = assemble({
    ...{ account: ACCOUNT, defaultRegion: REGION, directory: scratch, scratch, services },
    changed: () => undefined,
  });
  try {
    const { fc } = made.services;
    if (!fc) throw new Error("the emulator has no Function Compute");
    await makeFunction(fc);
    const found: string[] = [];
    for (const name of sdkOperations()) {
      const served = fc.operations.find((operation) => operation.name === name);
      if (served) found.push(...(await unknownFields(served)).map((field) => `${name}.${field}`));
      else found.push(name);
    }
    return [...found, ...(await unknownTriggers(fc))].sort();
  } finally {
    for (const service of Object.values(made.services)) await service.reset();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Models of what `triggerConfig` holds, which requests have as text, and FC's names of these types. */
const TRIGGER_TYPES: Readonly<Record<string, string>> = {
  HTTPTriggerConfig: "http",
  TimerTriggerConfig: "timer",
  OSSTriggerConfig: "oss",
  SLSTriggerConfig: "log",
  MNSTopicTriggerConfig: "mns_topic",
  EventBridgeTriggerConfig: "eventbridge",
};

async function unknownTriggers({ operations }: Service): Promise<string[]> {
  const create = operations.find(({ name }) => name === "CreateTrigger");
  if (!create) return [];
  const found: string[] = [];
  for (const name of Object.keys(sdk).filter((key) => key.endsWith("TriggerConfig"))) {
    const triggerType = TRIGGER_TYPES[name];
    if (triggerType === undefined) found.push(name);
    else {
      for (const { path, probe } of probes(sdk[name] as Model)) {
        const body = { triggerName: "t", triggerType, triggerConfig: JSON.stringify(probe) };
        if (await isUnknown(create, callOf(body))) found.push(`${name}.${path}`);
      }
    }
  }
  return found;
}

async function makeFunction({ operations }: Service): Promise<void> {
  const zipFile = Buffer.from(zipSync({ "index.js": strToU8("") })).toString("base64");
  const create = operations.find(({ name }) => name === "CreateFunction");
  await create?.run(callOf({ functionName: "f", runtime: "nodejs20", handler: "index.handler", code: { zipFile } }));
}

async function unknownFields(operation: Operation): Promise<string[]> {
  const { query, body } = requestFields(operation.name);
  const unknown: string[] = [];
  for (const name of query) {
    if (await isUnknown(operation, callOf({}, [[name, "x"]]))) unknown.push(name);
  }
  for (const { path, probe } of body) {
    if (await isUnknown(operation, callOf(probe))) unknown.push(path);
  }
  return unknown;
}

/** True if a request is refused for a field that the operation doesn't have; what it says of values is another matter. */
async function isUnknown(operation: Operation, call: Call): Promise<boolean> {
  try {
    operation.admit?.(call.request);
    await operation.run(call);
    return false;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return /Unrecognized key|is no query parameter of/.test(error.message);
  }
}

function callOf(body: object, query: readonly (readonly [string, string])[] = []): Call {
  const params = { functionName: "f", layerName: "l", version: "1", aliasName: "a", triggerName: "t" };
  const request = {
    ...{ id: "1", method: "POST", host: "fc", address: "127.0.0.1", rawPath: "/", rawQuery: "", rawHeaders: [] },
    ...{ headers: {}, query: new URLSearchParams(Object.fromEntries(query)) },
    body: Buffer.from(JSON.stringify(body)),
  } as unknown as ServiceRequest;
  return {
    request,
    ...{ account: ACCOUNT, region: REGION, host: {}, params: { ...params, domainName: "d", taskId: "1", vpcId: "v" } },
    caller: { account: ACCOUNT, type: "root", arn: `acs:ram::${ACCOUNT}:root` },
  };
}
