import type { FieldRule, Rules } from "../rules.ts";
import { imageReference } from "../shared/image-reference.ts";
import { identities } from "./identities.ts";
import { names } from "./name-rules.ts";
import { functionName, physicalName } from "./names.ts";
import { planPlace } from "./plan-values.ts";
import { regions } from "./regions.ts";
import { MEMORY_STEP } from "./sizes.ts";
import { statements } from "./statements.ts";
import { MAX_WINDOW } from "./triggers/limits.ts";

const DAY = 86_400;

const days: FieldRule = { unit: "seconds", step: DAY };

/** Bytes of an object's name in OSS. */
const part: FieldRule = { by: "OSS", bytes: 1023 };

const results = { what: "results of asynchronous calls", kinds: ["queue", "topic", "bus", "function"] } as const;
const batches = { what: "batches that were given up", kinds: ["queue", "topic"] } as const;

/** Aliyun's limits. https://www.alibabacloud.com/help/en/functioncompute/fc/product-overview/limits */
export const rules: Rules = {
  cloud: "Aliyun",
  service: "FC",
  // Packages go through a bucket (docs/decisions/016). FC names no limit for unpacked files.
  package: { zipped: 500 * 1024 * 1024, zippedInSomeRegions: 100 * 1024 * 1024 },
  functions: {
    "image.uri": imageReference("registry.cn-hangzhou.aliyuncs.com/shop/tools:1.2"),
    memory: { unit: "MB", min: 128, max: 32_768, step: MEMORY_STEP },
    ephemeralStorage: { unit: "MB", oneOf: [512, 10_240] },
    timeout: {
      by: "Tablestore",
      unit: "seconds",
      max: 60,
      withTrigger: "table",
      hint: "Split longer work, for example over a queue.",
    },
    // The API takes a week, the provider a day.
    "async.maxAge": { unit: "seconds", max: DAY },
    triggers: { entries: 50, hint: "Split the function." },
    "vpc.securityGroups": { entries: { exactly: 1 } },
    layers: { entries: 5, hint: "Put several layers into one, or their files into the package with include." },
    "layers.*": {
      pattern: {
        of: /^acs:fc:[\w-]+:\w+:layers\/[\w-]+\/versions\/\d+$/,
        form: "the ARN of a version of a layer of FC",
        example: "acs:fc:cn-hangzhou:1234567890123456:layers/tools/versions/1",
      },
      hint: "Environments can name another layer for another cloud.",
    },
    // `<mount target>:/<directory>`, as NAS writes it.
    "fileSystem.id": {
      pattern: {
        of: /^[\w.-]+:\/.*$/,
        form: "the mount target of a NAS file system and a directory",
        example: "0123abc-xyz.cn-hangzhou.nas.aliyuncs.com:/data",
      },
    },
  },
  triggers: {
    // A timer hands over 128 KB, the trigger's name included.
    schedule: { input: { bytes: 127 * 1024, hint: "Keep it in a bucket and hand over where it is." } },
    queue: { window: { by: "EventBridge", unit: "seconds", max: MAX_WINDOW } },
    bucket: { prefix: part, suffix: part },
  },
  resources: {
    bucket: { "expire.*.after": { ...days, by: "OSS" } },
    stream: {
      retention: { ...days, by: "SLS" },
      shards: { by: "SLS", max: 100, hint: "Or remove shards: then SLS splits them as needed." },
    },
    // https://www.alibabacloud.com/help/en/tablestore/product-overview/naming-conventions
    table: {
      ttl: {
        pattern: {
          of: /^[A-Za-z_]\w{0,254}$/,
          form: "the name of a column of Tablestore, which has letters, digits and underscores",
          example: "expires",
        },
      },
    },
    key: { deletionWindow: { ...days, by: "KMS" }, rotation: { ...days, by: "KMS" } },
  },
  regions,
  names: {
    ...names,
    function: functionName,
    resource: (deployment, resource) => physicalName(deployment, resource, planPlace(deployment)),
  },
  // https://www.alibabacloud.com/help/en/resource-management/tag/product-overview/limits
  tags: {
    max: 20,
    reserved: /^(aliyun|acs:)|https?:\/\//i,
    why: `Tags on Aliyun may neither begin with "aliyun" or "acs:" nor hold an address.`,
    values: {
      allowed: /^(?!acs:)(?!.*https?:\/\/).{0,128}$/is,
      why: `The value of a tag on Aliyun has at most 128 characters, does not begin with "acs:" and holds no address.`,
    },
  },
  // https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/environment-variables
  environment: {
    maxBytes: 4096,
    reserved: /^(FC_.*|ALIBABA_CLOUD_(ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECURITY_TOKEN))$/,
    type: "alicloud:fc/v3Function:V3Function",
    variables: ["environmentVariables"],
  },
  // https://www.alibabacloud.com/help/en/functioncompute/fc/configure-a-destination-for-asynchronous-invocations
  destinations: {
    functions: { "async.onSuccess": results, "async.onFailure": results },
    triggers: {
      topic: { deadLetter: { what: "messages that a topic could not deliver", kinds: ["queue"] } },
      bus: { deadLetter: { what: "events that a bus could not deliver", kinds: ["queue"] } },
      stream: { onFailure: batches },
      table: { onFailure: batches },
    },
    resources: { topic: { queues: { what: "messages of a topic", kinds: ["queue"] } } },
  },
  // https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/native-oss-triggers
  perSource: { bucket: { max: 10, by: "OSS", fields: ["bucket"] } },
  exclusiveBucketEvents: "OSS",
  // https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-bus-overview
  reservedSources: "acs.",
  invokers: {
    account: /^(\d{16}|acs:ram::\d{16}:.+)$/,
    digits: "sixteen",
    service: /^[a-z0-9.-]+\.aliyuncs\.com$/,
    example: "iot.aliyuncs.com",
  },
  statements,
  // https://www.alibabacloud.com/help/en/ram/product-overview/limits
  policies: [{ service: "RAM", max: 6144, type: "alicloud:ram/policy:Policy", input: "policyDocument" }],
  identities,
};
