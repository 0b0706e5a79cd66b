import { all, type Output, output } from "@pulumi/pulumi";
import type { ResolvedFunction } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { Value } from "../../model/value.ts";
import type { Deployment } from "../contract.ts";
import { resourceNamed } from "../shared/program/references.ts";
import { arns, isArn, nameInArn, type Place } from "./arns.ts";
import type { AwsScope } from "./facts.ts";
import { aliasName, functionName } from "./names.ts";

/** Name and ARN of a resource that polyfn uses but does not own, from whichever of the two the spec gives. */
export function adopt(
  scope: AwsScope,
  kind: Exclude<ResourceKind, "api" | "key">,
  existing: Value,
): { name: Output<string>; id: Output<string> } {
  const given = scope.value(existing);
  return {
    name: given.apply((text) => (isArn(text) ? nameInArn(text) : text)),
    id: all([given, scope.facts.place]).apply(([text, place]) => (isArn(text) ? text : arns[kind](place, text))),
  };
}

/** ARN of a key, created or adopted. */
export const keyArn = (scope: AwsScope, key: string): Output<string> => scope.resource(key).id;

/** ARN of the key that encrypts a resource of this app; `undefined` of one without, and of functions. */
export function keyArnOf(scope: AwsScope, name: string): Output<string | undefined> {
  const key = scope.app.resources.get(name)?.encryptionKey;
  return output(key === undefined ? undefined : keyArn(scope, key));
}

/** ARN of a function of this app as its callers use it, from names alone: functions may call each other in a circle. */
export function functionArn(deployment: Deployment, fn: ResolvedFunction, place: Place): string {
  return arns.function(place, functionName(deployment, fn.name), aliasName(fn));
}

/** The ARN that policies and destinations use for a resource or function of this app, known before it exists. */
export function policyArn(scope: AwsScope, name: string): Output<string> {
  const fn = scope.app.functions.get(name);
  if (fn) return scope.facts.place.apply((place) => functionArn(scope.deployment, fn, place));
  const resource = resourceNamed(scope, name);
  const handle = scope.resource(name);
  // The ARN that AWS reports for a new secret ends in six characters nobody can know before.
  if (resource.kind === "secret" && resource.spec.existing === undefined) {
    return all([scope.facts.place, handle.name]).apply(([place, secret]) => arns.secret(place, secret));
  }
  return handle.id;
}
