import type { Problem } from "../../../model/errors.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import {
  type NameRule as CommonRule,
  functionNameProblems,
  nameBreaches,
  openIdentifier,
  resourceNameProblems,
} from "../../shared/checks/names.ts";
import { type Checked, type Path, problem } from "../../shared/problem.ts";
import { isArn } from "../arns.ts";
import { functionName, imagesName, indexName, physicalName } from "../names.ts";
import { planPlace } from "../plan-values.ts";

interface NameRule extends CommonRule {
  /** Services in the ARN. */
  readonly services: readonly string[];
  /** Of what lies inside something else: how the two names are written together. */
  readonly inside?: string;
  /** Of what is adopted by something else than its name: what that may be. */
  readonly adopted?: Pick<CommonRule, "pattern" | "allowed">;
}

const FUNCTION: CommonRule = {
  title: "a function",
  min: 1,
  max: 64,
  pattern: /^[A-Za-z_][\w-]*$/,
  allowed: "letters, digits, hyphens and underscores, and begins with a letter or underscore",
};

const MNS = { min: 1, max: 120, pattern: /^[A-Za-z0-9][A-Za-z0-9-]*$/, allowed: "letters, digits and hyphens" };

/** What Aliyun allows in names, from each service's API reference. */
const RULES: { readonly [K in ResourceKind]: NameRule } = {
  bucket: {
    title: "a bucket",
    min: 3,
    max: 63,
    pattern: /^[a-z0-9][a-z0-9-]*[a-z0-9]$/,
    allowed: "lower-case letters, digits and hyphens, and no hyphen at its beginning or end",
    services: ["oss"],
  },
  queue: { title: "a queue", ...MNS, services: ["mns"] },
  topic: { title: "a topic", ...MNS, services: ["mns"] },
  stream: {
    title: "a logstore",
    min: 3,
    max: 63,
    pattern: /^[a-z0-9][a-z0-9_-]*[a-z0-9]$/,
    allowed: "lower-case letters, digits, hyphens and underscores, and a letter or digit at its beginning and end",
    services: ["log"],
    inside: "<project>/<logstore>",
  },
  table: {
    title: "a table",
    min: 1,
    max: 255,
    pattern: /^[A-Za-z_]\w*$/,
    allowed: "letters, digits and underscores, and begins with no digit",
    services: ["ots"],
    inside: "<instance>/<table>",
  },
  bus: {
    title: "an event bus",
    min: 2,
    max: 127,
    pattern: /^[A-Za-z0-9_-]+$/,
    allowed: "letters, digits, hyphens and underscores",
    services: ["eventbridge"],
  },
  secret: {
    title: "a secret",
    min: 2,
    max: 180,
    pattern: /^(?!aliyun|acs|alibaba)[A-Za-z0-9/_-]+$/i,
    allowed: 'letters, digits, hyphens, underscores and slashes, and does not begin with "aliyun", "acs" or "alibaba"',
    services: ["oos", "kms"],
  },
  key: {
    title: "a key",
    min: 1,
    max: 249,
    pattern: /^(?!(alias\/)?acs\/)[\w/-]+$/,
    allowed: 'letters, digits, slashes, hyphens and underscores, and does not begin with "acs/"',
    services: ["kms"],
    adopted: {
      pattern: /^[\w-]+$/,
      allowed: "letters, digits, hyphens and underscores: it is the id of a key, not an alias",
    },
  },
  api: { title: "an API", min: 1, max: 255, pattern: /^[^\n]+$/, allowed: "any characters", services: ["fc"] },
};

const CLOUD = "Aliyun";

/** Names after prefixing, names of adopted resources, and names that would meet in the cloud. */
export const checkNames = ({ app, deployment }: Checked): Problem[] => [
  ...[...app.functions.values()].flatMap((fn) =>
    functionNameProblems(CLOUD, FUNCTION, fn, functionName(deployment, fn.name), deployment),
  ),
  ...[...app.resources.values()].flatMap((resource) =>
    resourceNameProblems(resource, {
      cloud: CLOUD,
      rule: RULES[resource.kind],
      physicalName: physicalName(deployment, resource, planPlace(deployment)),
      deployment,
      existing: existingName,
    }),
  ),
  ...tableClashes({ app, deployment }),
];

function existingName(rule: NameRule, existing: string, path: Path): Problem[] {
  const { title, services, inside } = rule;
  const remedy = `Give ${inside ?? (rule.adopted ? "the id" : "the name")} or the ARN of ${title}.`;
  const open = openIdentifier(existing, path);
  if (open.length > 0) return open;
  if (rule.adopted && /(^|:)alias\//.test(existing)) {
    const message = `"${existing}" is an alias. ${title.charAt(0).toUpperCase()}${title.slice(1)} is adopted on Aliyun by its id or ARN, because policies and services name it so.`;
    return [problem("bad-name", path, message, "Give the id that KMS shows beside the alias.")];
  }
  if (!isArn(existing)) {
    const name = inside === undefined ? existing : /^[^/]+\/([^/]+)$/.exec(existing)?.[1];
    if (name !== undefined) return nameBreaches(CLOUD, { ...rule, ...rule.adopted }, name, path);
    return [problem("bad-name", path, `"${existing}" does not say where ${title} is.`, remedy)];
  }
  const [, service = ""] = existing.split(":");
  if (services.includes(service) && existing.split(":").length >= 5) return [];
  const expected = services.map((known) => `acs:${known}:`).join(" or ");
  return [
    problem("bad-name", path, `"${existing}" is not the ARN of ${title}, which begins with ${expected}.`, remedy),
  ];
}

/** Tables, their indexes and their images are all tables of one instance. */
function tableClashes({ app, deployment }: Checked): Problem[] {
  const owners = new Map<string, string>();
  return [...app.resources.values()].flatMap((resource) => {
    if (resource.kind !== "table" || resource.spec.existing !== undefined) return [];
    const table = physicalName(deployment, resource, planPlace(deployment));
    const names = [
      table,
      ...Object.keys(resource.spec.indexes).map((index) => indexName(table, index)),
      ...(resource.spec.changes ? [imagesName(table)] : []),
    ];
    return names.flatMap((name) => {
      const owner = owners.get(name);
      owners.set(name, owner ?? resource.name);
      if (owner === undefined) return [];
      const message = `It needs a table "${name}" of the deployment's instance, which "${owner}" has already.`;
      return [problem("name-clash", ["resources", resource.name], message, "Rename one of them, or its index.")];
    });
  });
}
