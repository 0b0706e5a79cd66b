import { lift, liftAll } from "../graph/expression.ts";

/** The account, region and partition of a deployment: the parts of an ARN beside the resource's own name. */
export interface Place {
  /** "aws", "aws-cn", "aws-us-gov". */
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** "amazonaws.com" in most partitions. */
  readonly dnsSuffix: string;
}

const arn = (place: Place, service: string, resource: string): string =>
  `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;

/**
 * ARNs from names. Names are decided by polyfn, so an ARN is text that is known before anything exists: policies can be
 * read in a plan, and functions that call each other depend on no outputs of each other.
 */
export const arns = {
  bucket: (place: Place, name: string): string => `arn:${place.partition}:s3:::${name}`,
  queue: (place: Place, name: string): string => arn(place, "sqs", name),
  topic: (place: Place, name: string): string => arn(place, "sns", name),
  stream: (place: Place, name: string): string => arn(place, "kinesis", `stream/${name}`),
  table: (place: Place, name: string): string => arn(place, "dynamodb", `table/${name}`),
  bus: (place: Place, name: string): string => arn(place, "events", `event-bus/${name}`),
  /** Secrets Manager adds a hyphen and six characters to the name; the wildcards stand for them. */
  secret: (place: Place, name: string): string => arn(place, "secretsmanager", `secret:${name}-??????`),
  /** By its id: no other name of a key can stand in a policy. */
  key: (place: Place, id: string): string => arn(place, "kms", `key/${id}`),
  function: (place: Place, name: string, qualifier?: string): string =>
    arn(place, "lambda", qualifier === undefined ? `function:${name}` : `function:${name}:${qualifier}`),
  logGroup: (place: Place, name: string): string => arn(place, "logs", `log-group:${name}`),
  /** Rules of the account's own bus carry no bus in their ARN. */
  rule: (place: Place, name: string, bus = "default"): string =>
    arn(place, "events", bus === "default" ? `rule/${name}` : `rule/${bus}/${name}`),
  scheduleGroup: (place: Place, name: string): string => arn(place, "scheduler", `schedule-group/${name}`),
  api: (place: Place, id: string, path: string): string => arn(place, "execute-api", `${id}/${path}`),
  ec2: (place: Place, resource: string): string => arn(place, "ec2", resource),
  fileSystem: (place: Place, id: string): string => arn(place, "elasticfilesystem", `file-system/${id}`),
} as const;

/** The same for parts that are only known in a deployment. */
export const arnOf = liftAll("arn", arns);

export const isArn = (text: string): boolean => text.startsWith("arn:");

/** The resource's own name in an ARN of any of the kinds above. */
export function nameInArn(text: string): string {
  const resource = text.split(":").slice(5).join(":");
  const withoutType = resource.replace(/^(stream|table|event-bus|key|alias)\/|^(secret|log-group):/, "");
  return withoutType.replace(/\/stream\/.*$/, "").replace(/:\*$/, "");
}

/** Name of a resource that is given by its name or its ARN. */
export const nameOfExisting = lift("nameOfExisting", (given: string) => (isArn(given) ? nameInArn(given) : given));
