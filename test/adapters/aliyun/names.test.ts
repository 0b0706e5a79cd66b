import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arns, nameInArn, type Place, partOfArn } from "../../../adapters/aliyun/arns.ts";
import {
  codeBucketName,
  functionName,
  indexName,
  logProjectName,
  logStoreName,
  physicalName,
  roleName,
  tableInstanceName,
  triggerName,
} from "../../../adapters/aliyun/names.ts";
import type { Deployment } from "../../../adapters/contract.ts";
import { checkApp, parseApp } from "../../../model/parse.ts";

const place: Place = { account: "1234567890123456", region: "cn-hangzhou" };
const deploymentOf = (prefix: string): Deployment => ({
  name: "shop",
  target: "aliyun",
  region: place.region,
  prefix,
  settings: {},
});

const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,39}$/);
/** App and stack names: the stack's may hold more than most services allow. */
const prefixes = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9-]{0,29}$/), fc.stringMatching(/^[A-Za-z0-9_.-]{1,30}$/))
  .map(([app, stack]) => `${app}-${stack}`);

describe("names that polyfn generates", () => {
  it.each<[string, RegExp, (deployment: Deployment, name: string) => string]>([
    ["log project", /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, (d) => logProjectName(d, place)],
    ["code bucket", /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, (d) => codeBucketName(d, place)],
    ["logstore", /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/, (_, name) => logStoreName(name)],
    ["Tablestore instance", /^[a-z][a-z0-9-]{1,14}[a-z0-9]$/, (d) => tableInstanceName(d, place)],
    ["role", /^[\w.-]{1,64}$/, roleName],
    ["rule", /^[\w.-]{1,64}$/, (d, name) => triggerName(d, { function: name, name })],
  ])("fit the limits for every spec and stack: %s", (_, pattern, nameOf) => {
    fc.assert(
      fc.property(prefixes, names, (prefix, name) => {
        expect(nameOf(deploymentOf(prefix), name)).toMatch(pattern);
      }),
    );
  });

  it.each([
    ["a", /^a-[0-9a-f]{6}$/],
    ["ab", /^ab-[0-9a-f]{6}$/],
    ["abc", /^abc$/],
  ])("the logstore of %s", (name, expected) => {
    expect(logStoreName(name)).toMatch(expected);
  });

  it("two functions never share a logstore", () => {
    fc.assert(
      fc.property(names, names, (one, other) => {
        expect(logStoreName(one) === logStoreName(other)).toBe(one === other);
      }),
    );
  });
});

it("no two functions, triggers or links of a valid spec share the name of a role", () => {
  const parts = fc.stringMatching(/^[abq](-(a|b|queue|Q)){0,3}$/);
  const functions = fc.dictionary(parts, fc.uniqueArray(parts, { maxLength: 3 }), { minKeys: 2, maxKeys: 4 });
  const every = { kind: "schedule", rate: "1h" } as const;
  fc.assert(
    fc.property(functions, (drawn) => {
      const specs = Object.entries(drawn).map(([name, triggers]) => [
        name,
        { handler: "f.ts", triggers: Object.fromEntries(triggers.map((trigger) => [trigger, every])) },
      ]);
      fc.pre(checkApp({ name: "shop", functions: Object.fromEntries(specs) }).problems.length === 0);
      const roles = Object.entries(drawn).flatMap(([name, triggers]) => [
        name,
        ...triggers.map((trigger) => `${name}-${trigger}`),
        `${name}--queue-${name}`,
      ]);
      const named = roles.map((role) => roleName(deploymentOf("shop-dev"), role).toLowerCase());
      expect(new Set(named).size).toBe(roles.length);
    }),
  );
});

describe("names of resources", () => {
  const app = parseApp({
    name: "shop",
    resources: {
      Uploads: { kind: "bucket" },
      jobs: { kind: "queue" },
      "page-views": { kind: "stream" },
      "open-orders": { kind: "table", key: { partition: { name: "id" } } },
      own: { kind: "queue", physicalName: "their-name" },
    },
  });
  const named = (name: string): string => {
    const resource = app.resources.get(name);
    if (!resource) throw new Error(`no ${name}`);
    return physicalName(deploymentOf("shop-dev"), resource, place);
  };

  it.each([
    ["Uploads", /^shop-dev-uploads-[0-9a-f]{8}$/],
    ["jobs", /^shop-dev-jobs$/],
    ["page-views", /^page-views$/],
    ["open-orders", /^open_orders$/],
    ["own", /^their-name$/],
  ])("%s", (name, expected) => {
    expect(named(name)).toMatch(expected);
  });

  it("functions begin with the stack's prefix, and indexes with their table's name", () => {
    expect(functionName(deploymentOf("shop-dev"), "web")).toBe("shop-dev-web");
    expect(indexName("open_orders", "by-day.v2")).toBe("open_orders_by_day_v2");
  });
});

describe("ARNs", () => {
  it.each([
    [arns.bucket(place, "b"), "acs:oss:cn-hangzhou:1234567890123456:b", "b"],
    [arns.queue(place, "q"), "acs:mns:cn-hangzhou:1234567890123456:/queues/q", "q"],
    [arns.topic(place, "t"), "acs:mns:cn-hangzhou:1234567890123456:/topics/t", "t"],
    [arns.logStore(place, "p", "s"), "acs:log:cn-hangzhou:1234567890123456:project/p/logstore/s", "s"],
    [arns.table(place, "i", "t"), "acs:ots:cn-hangzhou:1234567890123456:instance/i/table/t", "t"],
    [arns.bus(place, "b"), "acs:eventbridge:cn-hangzhou:1234567890123456:eventbus/b", "b"],
    [arns.kmsSecret(place, "a/b"), "acs:kms:cn-hangzhou:1234567890123456:secret/a/b", "a/b"],
    [arns.secretParameter(place, "a/b"), "acs:oos:cn-hangzhou:1234567890123456:secretparameter/a/b", "a/b"],
    [arns.function(place, "f"), "acs:fc:cn-hangzhou:1234567890123456:functions/f", "f"],
  ])("%s", (arn, expected, name) => {
    expect(arn).toBe(expected);
    expect(nameInArn(arn)).toBe(name);
  });

  it("include the resource that contains the named one", () => {
    expect(partOfArn(arns.table(place, "i", "t"), "instance")).toBe("i");
    expect(partOfArn(arns.logStore(place, "p", "s"), "project")).toBe("p");
    expect(partOfArn(arns.bucket(place, "b"), "project")).toBeUndefined();
  });
});
