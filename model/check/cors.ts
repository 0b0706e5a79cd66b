import type { Problem } from "../errors.ts";
import type { Path } from "../schema/schema-walk.ts";
import type { Cors } from "../shared-fields.ts";
import { type Check, resourcesOf, triggersOf } from "./parts.ts";

/**
 * Refuses credentials for origins that anybody can have: such a page could read what a visitor who is logged in may
 * read. Browsers ignore `*` with credentials, but a server that answers with the origin it was sent goes around that.
 */
export const checkCors: Check = (partial) =>
  [
    ...triggersOf(partial, "http").map(({ trigger, path }) => ({ cors: trigger.cors, path })),
    ...resourcesOf(partial, "api").map(({ resource, path }) => ({ cors: resource.cors, path })),
    ...resourcesOf(partial, "bucket").map(({ resource, path }) => ({ cors: resource.cors, path })),
  ].flatMap(({ cors, path }) => (cors?.credentials ? openOrigins(cors, [...path, "cors"]) : []));

function openOrigins({ origins }: Cors, path: Path): Problem[] {
  const open = origins.find(isOpen);
  if (open === undefined) return [];
  return [
    {
      code: "conflict",
      path: [...path, "credentials"],
      message: `${reasonFor(open)}, so with credentials everybody's pages could read what a visitor may read.`,
      remedy: "List the origins in full or as https://*.example.com, or remove credentials.",
    },
  ];
}

const reasonFor = (origin: string): string =>
  origin === "null"
    ? 'Any page can send the origin "null", from a sandboxed frame'
    : `"${origin}" matches hosts that anybody can have`;

/** True if no domain, this machine or single host limits what an origin matches. */
function isOpen(origin: string): boolean {
  if (origin === "*" || origin === "null") return true;
  const [before, after] = origin.split("*");
  if (before === undefined || after === undefined || isInPort(before)) return false;
  const host = after.replace(/:\d*$/, "");
  return !/\.[^.]+\.[^.]+$/.test(host) && !host.endsWith(".localhost");
}

/** True if the text of an origin before its `*` has the whole host. */
const isInPort = (before: string): boolean => /:\/\/(\[[^\]]*\]|[^:[\]]+):\d*$/.test(before);
