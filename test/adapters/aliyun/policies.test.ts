import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Place } from "../../../adapters/aliyun/arns.ts";
import { type Grant, policyDocument, type RoleNeeds, roleStatements } from "../../../adapters/aliyun/policies.ts";
import { ACCESS } from "../../../model/access.ts";
import type { ResolvedPermission } from "../../../model/resolve.ts";

const place: Place = { account: "1234567890123456", region: "cn-hangzhou" };
const at = (service: string, name: string): string => `acs:${service}:cn-hangzhou:1234567890123456:${name}`;
const LOGS = at("log", "project/p/logstore/f");
const PULL = ["cr:GetArtifactTag", "cr:GetRepository", "cr:PullRepository"];
const bare: RoleNeeds = { place, logStore: LOGS, grants: [], pulls: [], images: [], destinations: [] };

/** `resources -> actions` of each statement, without the one for the log that every role has. */
function granted(needs: Partial<RoleNeeds>): Record<string, readonly string[]> {
  const statements = roleStatements({ ...bare, ...needs }).filter((s) => s.Resource[0] !== LOGS);
  return Object.fromEntries(statements.map((s) => [s.Resource.join(" "), s.Action]));
}

it("a function without permissions may only write its log", () => {
  expect(roleStatements(bare)).toEqual([{ Effect: "Allow", Action: ["log:PostLogStoreLogs"], Resource: [LOGS] }]);
});

const READ = ["ots:BatchGetRow", "ots:GetRange", "ots:GetRow"];
const WRITE = ["ots:BatchWriteRow", "ots:DeleteRow", "ots:PutRow", "ots:UpdateRow"];
const TABLE = at("ots", "instance/i/table/t");
const QUEUE = at("mns", "/queues/q");

describe("permissions", () => {
  it.each<[string, Grant, Record<string, string[]>]>([
    [
      "bucket read",
      { kind: "bucket", access: ["read"], arn: at("oss", "b") },
      {
        "acs:oss:*:1234567890123456:b": ["oss:ListObjects"],
        "acs:oss:*:1234567890123456:b/*": ["oss:GetObject"],
      },
    ],
    [
      "bucket write",
      { kind: "bucket", access: ["write"], arn: at("oss", "b") },
      {
        "acs:oss:*:1234567890123456:b/*": [
          "oss:AbortMultipartUpload",
          "oss:DeleteObject",
          "oss:ListParts",
          "oss:PutObject",
        ],
      },
    ],
    ["queue send", { kind: "queue", access: ["send"], arn: QUEUE }, { [`${QUEUE}/messages`]: ["mns:SendMessage"] }],
    [
      "queue receive",
      { kind: "queue", access: ["receive"], arn: QUEUE },
      {
        [QUEUE]: ["mns:GetQueueAttributes"],
        [`${QUEUE}/messages`]: ["mns:ChangeMessageVisibility", "mns:DeleteMessage", "mns:ReceiveMessage"],
      },
    ],
    [
      "topic publish",
      { kind: "topic", access: ["publish"], arn: at("mns", "/topics/t") },
      { [at("mns", "/topics/t/messages")]: ["mns:PublishMessage"] },
    ],
    [
      "stream put",
      { kind: "stream", access: ["put"], arn: at("log", "project/p/logstore/s") },
      { [at("log", "project/p/logstore/s")]: ["log:PostLogStoreLogs"] },
    ],
    [
      "table read with indexes",
      { kind: "table", access: ["read"], arn: TABLE, indexes: [`${TABLE}_byDay`] },
      { [`${TABLE} ${TABLE}_byDay`]: READ },
    ],
    [
      "table read and write",
      { kind: "table", access: ["read", "write"], arn: TABLE },
      { [TABLE]: [...WRITE, ...READ].sort() },
    ],
    [
      "bus put",
      { kind: "bus", access: ["put"], arn: at("eventbridge", "eventbus/b") },
      { [at("eventbridge", "eventbus/b")]: ["eventbridge:PutEvents"] },
    ],
    [
      "secret of OOS",
      { kind: "secret", access: ["read"], arn: at("oos", "secretparameter/s") },
      {
        [at("oos", "secretparameter/s")]: ["oos:GetSecretParameter"],
        [at("kms", "secret/oos/s")]: ["kms:GetSecretValue"],
      },
    ],
    [
      "secret of KMS",
      { kind: "secret", access: ["read"], arn: at("kms", "secret/s") },
      { [at("kms", "secret/s")]: ["kms:GetSecretValue"] },
    ],
    [
      "function invoke, whichever version",
      { kind: "function", access: ["invoke"], arn: at("fc", "functions/g/live") },
      { [`${at("fc", "functions/g")} ${at("fc", "functions/g/*")}`]: ["fc:InvokeFunction"] },
    ],
  ])("%s", (_, grant, expected) => {
    expect(granted({ grants: [grant] })).toEqual(expected);
  });
});

describe("statements for triggers, destinations and settings", () => {
  it.each<[string, Partial<RoleNeeds>, Record<string, string[]>]>([
    [
      "fetching records",
      { pulls: [at("log", "project/p/logstore/s")] },
      { [at("log", "project/p/logstore/s")]: ["log:GetCursorOrData"] },
    ],
    ["keeping rows' images", { images: [`${TABLE}_images`] }, { [`${TABLE}_images`]: [...READ, ...WRITE].sort() }],
    [
      "a queue for results",
      { destinations: [{ kind: "queue", arn: QUEUE }] },
      { [`${QUEUE}/messages`]: ["mns:SendMessage"] },
    ],
    [
      "a function for results",
      { destinations: [{ kind: "function", arn: at("fc", "functions/g") }] },
      { [`${at("fc", "functions/g")} ${at("fc", "functions/g/*")}`]: ["fc:InvokeFunction"] },
    ],
    [
      "a network",
      { network: { vswitches: ["vsw-1"], securityGroups: ["sg-1"] } },
      {
        [at("ecs", "eni/*")]: [
          "ecs:CreateNetworkInterfacePermission",
          "ecs:DeleteNetworkInterface",
          "ecs:DeleteNetworkInterfacePermission",
          "ecs:DescribeNetworkInterfacePermissions",
          "ecs:DescribeNetworkInterfaces",
        ],
        [`${at("ecs", "eni/*")} ${at("ecs", "securitygroup/sg-1")} ${at("vpc", "vswitch/vsw-1")}`]: [
          "ecs:CreateNetworkInterface",
        ],
        [at("ecs", "securitygroup/sg-1")]: ["ecs:DescribeSecurityGroupAttribute"],
        [at("vpc", "vswitch/vsw-1")]: ["vpc:DescribeVSwitchAttributes"],
      },
    ],
    [
      "an image",
      { image: "registry-vpc.cn-hangzhou.aliyuncs.com/shop/img:1" },
      { "*": ["cr:GetAuthorizationToken"], [at("cr", "repository/shop/img")]: PULL },
    ],
    [
      "an image of an instance",
      { image: "own-registry-vpc.cn-hangzhou.cr.aliyuncs.com/shop/img@sha256:0" },
      { "*": ["cr:GetAuthorizationToken"], [at("cr", "repository/*/shop/img")]: PULL },
    ],
  ])("%s", (_, needs, expected) => {
    expect(granted(needs)).toEqual(expected);
  });
});

/** ARN of something of a kind, as the adapter makes them. */
const ARNS: Readonly<Record<keyof typeof ACCESS, (name: string) => string>> = {
  bucket: (name) => at("oss", name),
  queue: (name) => at("mns", `/queues/${name}`),
  topic: (name) => at("mns", `/topics/${name}`),
  stream: (name) => at("log", `project/p/logstore/${name}`),
  table: (name) => at("ots", `instance/i/table/${name}`),
  bus: (name) => at("eventbridge", `eventbus/${name}`),
  secret: (name) => at("oos", `secretparameter/${name}`),
  key: (name) => at("kms", `key/${name}`),
  api: (name) => at("fc", `custom-domains/${name}`),
  function: (name) => at("fc", `functions/${name}`),
};

const grants = fc.array(
  fc
    .tuple(fc.constantFrom(...(Object.keys(ACCESS) as (keyof typeof ACCESS)[])), fc.stringMatching(/^[a-z]{1,8}$/))
    .chain(([kind, name]) =>
      fc.subarray([...ACCESS[kind]] as ResolvedPermission["access"][number][]).map(
        (access): Grant => ({
          kind,
          access,
          arn: ARNS[kind](name),
        }),
      ),
    ),
);

describe("policies of any spec", () => {
  it("contain no wildcards and no duplicate grants", () => {
    fc.assert(
      fc.property(grants, (list) => {
        const statements = roleStatements({ ...bare, grants: list });
        for (const { Action, Resource } of statements) {
          for (const action of Action) expect(action).toMatch(/^[a-z]+:[A-Z][A-Za-z]+$/);
          for (const resource of Resource) expect(resource).toMatch(/^acs:[a-z]+:(cn-hangzhou|\*):1234567890123456:./);
        }
        const resources = statements.map(({ Resource }) => JSON.stringify(Resource));
        expect(new Set(resources).size).toBe(resources.length);
      }),
      { numRuns: 200 },
    );
  });

  it("do not depend on the order of the spec", () => {
    fc.assert(
      fc.property(grants, (list) => {
        const text = (of: readonly Grant[]): string => policyDocument(roleStatements({ ...bare, grants: of }));
        expect(text([...list].reverse())).toBe(text(list));
      }),
      { numRuns: 100 },
    );
  });

  it("grant nothing on other resources", () => {
    fc.assert(
      fc.property(grants, (list) => {
        const named = new Set([...list.map(({ arn }) => arn.split(/[/:]/).at(-1)), "f"]);
        for (const { Resource } of roleStatements({ ...bare, grants: list })) {
          for (const resource of Resource) {
            const name = resource
              .replace(/\/(\*|messages)$/, "")
              .split(/[/:]/)
              .at(-1);
            expect(named).toContain(name);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
