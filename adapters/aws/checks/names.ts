import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp, ResolvedTrigger } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import {
  type NameRule as CommonRule,
  functionNameProblems,
  nameBreaches,
  openIdentifier,
  resourceNameProblems,
} from "../../shared/checks/names.ts";
import { type Checked, type Path, problem, triggerPath } from "../../shared/problem.ts";
import { isArn } from "../arns.ts";
import { functionName, physicalName } from "../names.ts";
import { planPlace } from "../plan-values.ts";

interface NameRule extends CommonRule {
  /** Service in the ARN. */
  readonly service: string;
}

const WORD = { pattern: /^[A-Za-z0-9_-]+$/, allowed: "letters, digits, hyphens and underscores" };
const DOTTED = { pattern: /^[A-Za-z0-9_.-]+$/, allowed: "letters, digits, hyphens, underscores and dots" };

const FUNCTION: NameRule = { title: "a function", min: 1, max: 64, ...WORD, service: "lambda" };

/** What AWS allows in names, from each service's API reference. */
const RULES: { readonly [K in ResourceKind]: NameRule } = {
  bucket: {
    title: "a bucket",
    min: 3,
    max: 63,
    pattern: /^(?!xn--|sthree-)[a-z0-9](?!.*\.\.)[a-z0-9.-]*[a-z0-9]$/,
    allowed: "lower-case letters, digits, hyphens and dots",
    service: "s3",
  },
  queue: {
    title: "a queue",
    min: 1,
    max: 80,
    pattern: /^[A-Za-z0-9_-]+(\.fifo)?$/,
    allowed: WORD.allowed,
    service: "sqs",
  },
  topic: { title: "a topic", min: 1, max: 256, ...WORD, service: "sns" },
  stream: { title: "a stream", min: 1, max: 128, ...DOTTED, service: "kinesis" },
  table: { title: "a table", min: 3, max: 255, ...DOTTED, service: "dynamodb" },
  bus: { title: "an event bus", min: 1, max: 256, ...DOTTED, service: "events" },
  secret: {
    title: "a secret",
    min: 1,
    max: 512,
    pattern: /^[A-Za-z0-9/_+=.@-]+$/,
    allowed: "letters, digits and /_+=.@-",
    service: "secretsmanager",
  },
  key: {
    title: "a key",
    min: 1,
    max: 250,
    pattern: /^(?!(alias\/)?aws\/)[\w/-]+$/,
    allowed:
      'letters, digits, slashes, hyphens and underscores, and does not begin with "aws/", which names AWS\'s own keys',
    service: "kms",
  },
  api: {
    title: "an API",
    min: 1,
    max: 128,
    pattern: /^[^\n]+$/,
    allowed: "any characters",
    service: "apigateway",
  },
};

/** Names after prefixing, names of adopted resources, and names that would meet in the state. */
export const checkNames = ({ app, deployment }: Checked): Problem[] => [
  ...[...app.functions.values()].flatMap((fn) =>
    functionNameProblems("AWS", FUNCTION, fn, functionName(deployment, fn.name), deployment),
  ),
  ...[...app.resources.values()].flatMap((resource) =>
    resourceNameProblems(resource, {
      cloud: "AWS",
      rule: RULES[resource.kind],
      physicalName: physicalName(deployment, resource, planPlace(deployment)) as string,
      deployment,
      existing: existingName,
    }),
  ),
  ...linkClashes(app),
];

function existingName(rule: NameRule, existing: string, path: Path): Problem[] {
  const open = openIdentifier(existing, path);
  if (open.length > 0) return open;
  if (!isArn(existing)) return nameBreaches("AWS", rule, existing, path);
  const [, , service] = existing.split(":");
  if (service === rule.service && existing.split(":").length >= 6) return [];
  return [
    problem(
      "bad-name",
      path,
      `"${existing}" is not the ARN of ${rule.title}, which begins with arn:aws:${rule.service}:.`,
      `Give the name or the ARN of ${rule.title}.`,
    ),
  ];
}

/** What a trigger reads, if the link to that is named after it instead of after the trigger; see `linkName`. */
function linkedTo({ kind, spec }: ResolvedTrigger): string | undefined {
  if (kind === "queue") return spec.queue;
  if (kind === "stream") return spec.stream;
  if (kind === "table") return spec.table;
  return kind === "topic" ? spec.topic : undefined;
}

/** Links that would meet in the state: that of `a` to `b-c` and that of `a-b` to `c` would both be an `a-b-c`. */
function linkClashes(app: ResolvedApp): Problem[] {
  const owners = new Map<string, ResolvedTrigger>();
  const triggers = [...app.functions.values()].flatMap((fn) => fn.triggers);
  return triggers.flatMap((trigger) => {
    const source = linkedTo(trigger);
    if (source === undefined) return [];
    const name = `${trigger.function}-${source}`;
    const owner = owners.get(name) ?? trigger;
    owners.set(name, owner);
    if (owner.function === trigger.function) return [];
    const message = `Its link to "${source}" would be named "${name}", like that of trigger "${owner.name}" of function "${owner.function}".`;
    const remedy = `Rename "${source}" or one of the two functions.`;
    return [problem("name-clash", triggerPath(trigger), message, remedy)];
  });
}
