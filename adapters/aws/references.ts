import type { ResolvedFunction } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { Value } from "../../model/value.ts";
import { lift, type Symbolic } from "../graph/expression.ts";
import { resourceNamed } from "../shared/references.ts";
import { arnOf, arns, isArn, nameOfExisting, type Place } from "./arns.ts";
import type { AwsScope } from "./context.ts";
import { aliasName, functionName } from "./names.ts";

const arnOfExisting = lift(
  "arnOfExisting",
  (kind: Exclude<ResourceKind, "api" | "key">, given: string, place: Place) =>
    isArn(given) ? given : arns[kind](place, given),
);

/** Name and ARN of a resource that polyfn uses but does not own, from whichever of the two the spec gives. */
export function adopt(
  scope: AwsScope,
  kind: Exclude<ResourceKind, "api" | "key">,
  existing: Value,
): { name: Symbolic<string>; id: Symbolic<string> } {
  const given = scope.value(existing);
  return { name: nameOfExisting(given), id: arnOfExisting(kind, given, scope.context.place) };
}

/** ARN of a key, created or adopted. */
export const keyArn = (scope: AwsScope, key: string): Symbolic<string> => scope.resource(key).id;

/** ARN of the key that encrypts a resource of this app; `undefined` of one without, and of functions. */
export function keyArnOf(scope: AwsScope, name: string): Symbolic<string> | undefined {
  const key = scope.app.resources.get(name)?.encryptionKey;
  return key === undefined ? undefined : keyArn(scope, key);
}

/** ARN of a function of this app as its callers use it, from names alone: functions may call each other in a circle. */
export const functionArn = ({ deployment, context }: AwsScope, fn: ResolvedFunction): Symbolic<string> =>
  arnOf.function(context.place, functionName(deployment, fn.name), aliasName(fn));

/** The ARN that policies and destinations use for a resource or function of this app, known before it exists. */
export function policyArn(scope: AwsScope, name: string): Symbolic<string> {
  const fn = scope.app.functions.get(name);
  if (fn) return functionArn(scope, fn);
  const resource = resourceNamed(scope, name);
  const handle = scope.resource(name);
  // The ARN of a new secret ends in six random characters.
  if (resource.kind === "secret" && resource.spec.existing === undefined) {
    return arnOf.secret(scope.context.place, handle.name);
  }
  return handle.id;
}
