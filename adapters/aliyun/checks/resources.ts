import type { Problem } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import { type ResourceChecks, resourceProblems } from "../../shared/checks/resources.ts";
import { type Checked, type Path, problem, triggerPath, when } from "../../shared/problem.ts";
import { authRefusal } from "../resources/api-auth.ts";
import { routeConflicts } from "../resources/api-routes.ts";
import { readSettings } from "../settings.ts";
import { instanceProblems, keyProblems } from "./keys.ts";

/** Methods that OSS's cross-origin rules don't know; OPTIONS is answered by itself. */
const NO_OSS_METHODS = ["OPTIONS", "PATCH"];

/** Fields of a single resource that Aliyun does not support, per kind. */
const CHECKS: ResourceChecks = {
  bucket: ({ spec }, path) => bucketCors(spec, [...path, "cors"]),
  queue: () => [],
  topic: ({ spec }, path) =>
    Object.entries(spec.queues).flatMap(([queue, { filter }]) =>
      when(filter !== undefined, () =>
        problem(
          "unsupported",
          [...path, "queues", queue, "filter"],
          "MNS can't look into a message before it gives it to a queue.",
          "Remove filter and give it to the queue's trigger, or let a function with a topic trigger send on what matches.",
        ),
      ),
    ),
  stream: (resource, path, checked) => instanceProblems(resource, [...path, "key"], checked),
  table: (resource, path, checked) => instanceProblems(resource, [...path, "encryptionKey"], checked),
  bus: putsToDefaultBus,
  secret: () => [],
  key: keyProblems,
  api: (resource, path, checked) => [
    ...apiDomain(resource, path, checked),
    ...apiCors(resource, path),
    ...apiRoutes(resource, path),
  ],
};

/** https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-bus-overview */
function putsToDefaultBus({ name, spec }: ResolvedResource<"bus">, _path: Path, { app }: Checked): Problem[] {
  if (typeof spec.existing !== "string" || !/(^|\/)default$/.test(spec.existing)) return [];
  return [...app.functions.values()].flatMap((fn) =>
    when(
      fn.permissions.some((permission) => permission.name === name && permission.access.includes("put")),
      () =>
        problem(
          "unsupported",
          ["functions", fn.name, "permissions", name],
          "EventBridge takes events of applications on custom buses only, not on the account's default bus.",
          "Put them to a bus of this spec, or one that is adopted by another name.",
        ),
    ),
  );
}

function bucketCors({ cors }: ResolvedResource<"bucket">["spec"], path: Path): Problem[] {
  const unknown = cors?.methods.filter((method) => NO_OSS_METHODS.includes(method)) ?? [];
  return [
    ...when(unknown.length > 0, () =>
      problem(
        "unsupported",
        [...path, "methods"],
        `OSS has no cross-origin rule for ${unknown.join(" and ")}.`,
        `Leave ${unknown.join(" and ")} out; OPTIONS is answered without being listed.`,
      ),
    ),
    ...when(cors?.credentials === true, () =>
      problem(
        "unsupported",
        [...path, "credentials"],
        "OSS has no cross-origin rule for credentials.",
        "Remove credentials and use presigned addresses.",
      ),
    ),
  ];
}

/** The address of an api must be known before anything is created; a plan shows a placeholder instead. */
function apiDomain({ name, spec }: ResolvedResource<"api">, path: Path, { deployment }: Checked): Problem[] {
  const { domain } = readSettings(deployment).settings;
  return when(spec.domain === undefined && domain === undefined && deployment.planned !== true, () =>
    problem(
      "missing-setting",
      path,
      `The api "${name}" has no domain of its own, and Function Compute gives it none.`,
      "Set the stack's setting domain (polyfn:settings: { domain: \"example.com\" }) or the api's domain; its DNS record must lead to Function Compute.",
    ),
  );
}

const apiCors = ({ spec }: ResolvedResource<"api">, path: Path): Problem[] => [
  ...(spec.cors?.origins ?? []).flatMap((origin, index) =>
    when(origin !== "*" && origin.includes("*"), () =>
      problem(
        "unsupported",
        [...path, "cors", "origins", index],
        `A custom domain of Function Compute knows whole origins and "*", not "${origin}".`,
        "List each origin, or give the functions their own URLs with cors.",
      ),
    ),
  ),
  ...when(spec.cors?.credentials === true, () =>
    problem(
      "unsupported",
      [...path, "cors", "credentials"],
      "The provider does not tell Function Compute of credentials when it creates a domain.",
      "Remove credentials and send a token in a header, or give the functions their own URLs with cors.",
    ),
  ),
];

/** https://www.alibabacloud.com/help/en/functioncompute/fc/configure-custom-domain-names */
function apiRoutes(resource: ResolvedResource<"api">, path: Path): Problem[] {
  const triggers = resource.triggers.filter((trigger) => trigger.kind === "http");
  const refusal = authRefusal(resource, triggers);
  return [
    ...when(triggers.length === 0, () =>
      problem(
        "unsupported",
        path,
        `No function answers a route of the api "${resource.name}", and a custom domain must have one.`,
        "Give a function an http trigger that names it, or remove it.",
      ),
    ),
    ...(refusal
      ? [problem("unsupported", path, `The api "${resource.name}" ${refusal.reason}.`, `${refusal.remedy}`)]
      : []),
    ...routeConflicts(triggers).flatMap(({ route, function: fn, other }) => {
      const trigger = triggers.find((one) => one.function === fn && (one.spec.routes ?? []).includes(route));
      return [
        problem(
          "conflict",
          trigger ? triggerPath(trigger) : path,
          `Requests for "${route}" would go to the function "${other.function}" because of its "${other.route}": a custom domain knows paths up to their first parameter alone.`,
          "Let one function answer both, or give them different beginnings.",
        ),
      ];
    }),
  ];
}

export const checkResources = (checked: Checked): Problem[] => resourceProblems(CHECKS, checked);
