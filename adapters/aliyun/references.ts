import { all, type Output } from "@pulumi/pulumi";
import type { ResolvedFunction } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { Value } from "../../model/value.ts";
import type { Deployment } from "../contract.ts";
import { resourceNamed } from "../shared/program/references.ts";
import { arns, isArn, nameInArn, type Place } from "./arns.ts";
import type { AliyunScope } from "./facts.ts";
import { aliasName, functionName } from "./names.ts";

type Adoptable = Exclude<ResourceKind, "api">;

/** ARN of a resource that is adopted by its name: `<name>`, `<project>/<logstore>` or `<instance>/<table>`. */
const ADOPTED: { readonly [K in Adoptable]: (scope: AliyunScope, place: Place, name: string) => string } = {
  bucket: (_, place, name) => arns.bucket(place, name),
  queue: (_, place, name) => arns.queue(place, name),
  topic: (_, place, name) => arns.topic(place, name),
  stream: (_, place, name) => arns.logStore(place, ...pair(name)),
  table: (_, place, name) => arns.table(place, ...pair(name)),
  bus: (_, place, name) => arns.bus(place, name),
  secret: (scope, place, name) => secretArn(scope, place, name),
  key: (_, place, id) => arns.key(place, id),
};

/** The two names of what lies inside something else. */
function pair(text: string): [string, string] {
  const [outer = "", inner = ""] = text.split("/");
  return [outer, inner];
}

/** ARN of a secret in the service that this deployment keeps secrets in. */
export const secretArn = (scope: AliyunScope, place: Place, name: string): string =>
  scope.facts.kmsInstance === undefined ? arns.secretParameter(place, name) : arns.kmsSecret(place, name);

/** Name and ARN of a resource that polyfn uses but does not own, from whichever of the two the spec gives. */
export function adopt(
  scope: AliyunScope,
  kind: Adoptable,
  existing: Value,
): { name: Output<string>; id: Output<string> } {
  const id = all([scope.value(existing), scope.facts.place]).apply(([text, place]) =>
    isArn(text) ? text : ADOPTED[kind](scope, place, text),
  );
  return { id, name: id.apply(nameInArn) };
}

/** ARN of a key, created or adopted. */
export const keyArn = (scope: AliyunScope, key: string): Output<string> => scope.resource(key).id;

/** Id of a key, which is what services want of it. */
export const keyId = (scope: AliyunScope, key: string): Output<string> => keyArn(scope, key).apply(nameInArn);

/** ARN of a function of this app as its callers use it, from names alone: functions may call each other in a circle. */
export const functionArn = (deployment: Deployment, fn: ResolvedFunction, place: Place): string =>
  arns.function(place, functionName(deployment, fn.name), aliasName(fn));

/** The ARN that policies and destinations use for a resource or function of this app, known before it exists. */
export function policyArn(scope: AliyunScope, name: string): Output<string> {
  const fn = scope.app.functions.get(name);
  if (fn) return scope.facts.place.apply((place) => functionArn(scope.deployment, fn, place));
  return scope.resource(resourceNamed(scope, name).name).id;
}
