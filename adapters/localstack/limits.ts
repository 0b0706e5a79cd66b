import type { Problem } from "../../model/errors.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import type { Profile } from "./settings.ts";

const REMEDY =
  'Use a server with API Gateway v2 and the setting profile: "full", or leave it out of this environment\'s spec.';

const refuse = (path: readonly string[], what: string): Problem => ({
  code: "unsupported",
  path,
  message: `${what} needs API Gateway v2, which the profile "core" does without.`,
  remedy: REMEDY,
});

/** Problems of an app that needs more than servers of the profile have. */
export function checkProfile(app: ResolvedApp, profile: Profile): Problem[] {
  if (profile === "full") return [];
  const apis = [...app.resources.values()].filter((resource) => resource.kind === "api");
  const triggers = [...app.functions.values()].flatMap((fn) => fn.triggers).filter((t) => t.kind === "http");
  return [
    ...apis
      .filter(({ spec }) => spec.domain !== undefined)
      .map(({ name }) => refuse(["resources", name, "domain"], "A domain of your own")),
    ...triggers
      .filter(({ spec }) => spec.auth === "jwt" && spec.api !== undefined)
      .map((t) => refuse(["functions", t.function, "triggers", t.name, "auth"], "Checking tokens")),
  ];
}
