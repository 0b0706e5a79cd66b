import { liftAll } from "../graph/expression.ts";

/** The account and region of a deployment: the parts of an ARN beside the resource's own name. */
export interface Place {
  /** Sixteen digits. */
  readonly account: string;
  /** "cn-hangzhou", without the prefixes that single services put before it. */
  readonly region: string;
}

const arn = (place: Place, service: string, resource: string): string =>
  `acs:${service}:${place.region}:${place.account}:${resource}`;

/**
 * ARNs from names. Names are decided by polyfn, so an ARN is text that is known before anything exists: policies can be
 * read in a plan, and functions that call each other depend on no outputs of each other.
 */
export const arns = {
  bucket: (place: Place, name: string): string => arn(place, "oss", name),
  queue: (place: Place, name: string): string => arn(place, "mns", `/queues/${name}`),
  topic: (place: Place, name: string): string => arn(place, "mns", `/topics/${name}`),
  logProject: (place: Place, project: string): string => arn(place, "log", `project/${project}`),
  logStore: (place: Place, project: string, store: string): string =>
    arn(place, "log", `project/${project}/logstore/${store}`),
  tableInstance: (place: Place, instance: string): string => arn(place, "ots", `instance/${instance}`),
  table: (place: Place, instance: string, table: string): string =>
    arn(place, "ots", `instance/${instance}/table/${table}`),
  bus: (place: Place, name: string): string => arn(place, "eventbridge", `eventbus/${name}`),
  rule: (place: Place, bus: string, name: string): string => arn(place, "eventbridge", `eventbus/${bus}/rule/${name}`),
  /** A secret of KMS. */
  kmsSecret: (place: Place, name: string): string => arn(place, "kms", `secret/${name}`),
  /** A key of KMS, by its id. */
  key: (place: Place, id: string): string => arn(place, "kms", `key/${id}`),
  /** A secret parameter of OOS, as RAM names it. */
  secretParameter: (place: Place, name: string): string => arn(place, "oos", `secretparameter/${name}`),
  function: (place: Place, name: string, qualifier?: string): string =>
    arn(place, "fc", qualifier === undefined ? `functions/${name}` : `functions/${name}/${qualifier}`),
  customDomain: (place: Place, domain: string): string => arn(place, "fc", `custom-domains/${domain}`),
} as const;

/** The same for parts that are only known in a deployment. */
export const arnOf = liftAll("arn", arns);

export const isArn = (text: string): boolean => text.startsWith("acs:");

/** The resource's own name in an ARN of any of the kinds above. Names of secrets may hold slashes. */
export function nameInArn(text: string): string {
  const secret = /:secret(?:parameter)?\/(.+)$/.exec(text)?.[1];
  return secret ?? text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf(":")) + 1);
}

/** The part of an ARN that a word such as "project" or "instance" stands before. */
export const partOfArn = (text: string, word: string): string | undefined =>
  new RegExp(`[:/]${word}/([^/]+)`).exec(text)?.[1];

/** The parts of an ARN for lowering, where the ARN may only be known in a deployment. */
export const arnParts = liftAll("arnParts", {
  name: nameInArn,
  part: (text: string, word: string): string => partOfArn(text, word) ?? "",
  region: (text: string): string => text.split(":")[2] ?? "",
});
