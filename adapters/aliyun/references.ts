import type { ResolvedFunction } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { Value } from "../../model/value.ts";
import { lift, type Symbolic } from "../graph/expression.ts";
import { resourceNamed } from "../shared/references.ts";
import { arnOf, arnParts, arns, isArn, type Place } from "./arns.ts";
import type { AliyunScope } from "./context.ts";
import { aliasName, functionName } from "./names.ts";

type Adoptable = Exclude<ResourceKind, "api">;

/** The service that stores the secrets of a deployment. */
export type SecretStore = "kms" | "oos";

/** ARN of a resource that is adopted by its name: `<name>`, `<project>/<logstore>` or `<instance>/<table>`. */
const ADOPTED: { readonly [K in Adoptable]: (place: Place, name: string, store: SecretStore) => string } = {
  bucket: arns.bucket,
  queue: arns.queue,
  topic: arns.topic,
  stream: (place, name) => arns.logStore(place, ...pair(name)),
  table: (place, name) => arns.table(place, ...pair(name)),
  bus: arns.bus,
  secret: (place, name, store) => arnOfSecret(place, name, store),
  key: arns.key,
};

/** The two names of what lies inside something else. */
function pair(text: string): [string, string] {
  const [outer = "", inner = ""] = text.split("/");
  return [outer, inner];
}

const arnOfSecret = (place: Place, name: string, store: SecretStore): string =>
  store === "kms" ? arns.kmsSecret(place, name) : arns.secretParameter(place, name);

const storeOf = ({ context }: AliyunScope): SecretStore => (context.kmsInstance === undefined ? "oos" : "kms");

/** ARN of a secret in the service that this deployment keeps secrets in. */
export const secretArn = (scope: AliyunScope, name: Symbolic<string>): Symbolic<string> =>
  (storeOf(scope) === "kms" ? arnOf.kmsSecret : arnOf.secretParameter)(scope.context.place, name);

const arnOfExisting = lift("arnOfExisting", (kind: Adoptable, given: string, place: Place, store: SecretStore) =>
  isArn(given) ? given : ADOPTED[kind](place, given, store),
);

/** Name and ARN of a resource that polyfn uses but does not own, from whichever of the two the spec gives. */
export function adopt(
  scope: AliyunScope,
  kind: Adoptable,
  existing: Value,
): { name: Symbolic<string>; id: Symbolic<string> } {
  const id = arnOfExisting(kind, scope.value(existing), scope.context.place, storeOf(scope));
  return { id, name: arnParts.name(id) };
}

/** ARN of a key, created or adopted. */
export const keyArn = (scope: AliyunScope, key: string): Symbolic<string> => scope.resource(key).id;

/** Id of a key, which is what services want of it. */
export const keyId = (scope: AliyunScope, key: string): Symbolic<string> => arnParts.name(keyArn(scope, key));

/** ARN of a function of this app as its callers use it, from names alone: functions may call each other in a circle. */
export const functionArn = ({ deployment, context }: AliyunScope, fn: ResolvedFunction): Symbolic<string> =>
  arnOf.function(context.place, functionName(deployment, fn.name), aliasName(fn));

/** The ARN that policies and destinations use for a resource or function of this app, known before it exists. */
export function policyArn(scope: AliyunScope, name: string): Symbolic<string> {
  const fn = scope.app.functions.get(name);
  if (fn) return functionArn(scope, fn);
  return scope.resource(resourceNamed(scope, name).name).id;
}
