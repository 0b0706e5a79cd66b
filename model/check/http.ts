import type { Problem } from "../errors.ts";
import type { PartialParse } from "../partial-parse.ts";
import { type Check, hasOwnAddress, resourceOf, type TriggerPart, triggersOf, objectAt } from "./parts.ts";

/** Checks which settings of an http trigger require an api, and which the function's own URL. */
export const checkHttp: Check = (partial) => [
  ...triggersOf(partial, "http").flatMap((part) => [
    ...(part.trigger.api === undefined ? ownAddress(part) : behindApi(partial, part)),
    ...scopes(part),
  ]),
  ...addresses(partial),
];

function ownAddress({ trigger, path }: TriggerPart<"http">): Problem[] {
  const problems: Problem[] = [];
  if (trigger.routes !== undefined) {
    problems.push({
      code: "conflict",
      path: [...path, "routes"],
      message:
        "Routes require an api, and this trigger names none: it receives every request to the function's own URL.",
      remedy: "Name the api resource in api, or remove routes.",
    });
  }
  if (trigger.auth === "jwt") {
    problems.push({
      code: "conflict",
      path: [...path, "auth"],
      message: "The function's own URL cannot check tokens; only an api can.",
      remedy: "Name an api resource with jwt in api, or choose auth none or iam.",
    });
  }
  return problems;
}

function behindApi(partial: PartialParse, { trigger, path }: TriggerPart<"http">): Problem[] {
  const problems: Problem[] = [];
  const api = resourceOf(partial, trigger.api, "api");
  if (trigger.cors !== undefined) {
    problems.push({
      code: "conflict",
      path: [...path, "cors"],
      message: `CORS applies to all routes of an api and is set on the api, here on "${trigger.api}".`,
      remedy: `Move cors to resources.${trigger.api}.`,
    });
  }
  if (trigger.auth === "jwt" && api !== undefined && !("jwt" in objectAt(partial, ["resources", trigger.api ?? ""]))) {
    problems.push({
      code: "conflict",
      path: [...path, "auth"],
      message: `The api "${trigger.api}" does not say which tokens it accepts.`,
      remedy: `Add jwt: { issuer, audience } to resources.${trigger.api}, or choose auth none or iam.`,
    });
  }
  return problems;
}

function scopes({ trigger, path }: TriggerPart<"http">): Problem[] {
  if (trigger.scopes === undefined || trigger.auth === "jwt") return [];
  return [
    {
      code: "conflict",
      path: [...path, "scopes"],
      message: `Scopes are granted by tokens, and auth ${trigger.auth ?? "none"} requires no token.`,
      remedy: "Set auth to jwt and name an api with jwt, or remove scopes.",
    },
  ];
}

/** A function has one URL of its own; requests to two triggers on it could not be distinguished. */
function addresses(partial: PartialParse): Problem[] {
  const first = new Map<string, string>();
  return triggersOf(partial).flatMap(({ function: fn, name, trigger, path }) => {
    if (!hasOwnAddress(trigger)) return [];
    const other = first.get(fn);
    if (other === undefined) {
      first.set(fn, name);
      return [];
    }
    return [
      {
        code: "several-addresses",
        path,
        message: `The function's own URL already belongs to its trigger "${other}"; a function has only one.`,
        remedy: "Put http triggers behind an api with routes, or use a function for each.",
      },
    ];
  });
}
