import type { ResolvedTrigger } from "../../model/resolve.ts";

/** A route as a REST API has it: a method of a path. */
export interface RestRoute {
  /** "GET", or "ANY". */
  readonly method: string;
  /** "/items/{id}". */
  readonly path: string;
}

/** REST APIs have no default route: every method of the root and of a greedy path below it stand for one. */
const EVERYTHING: readonly RestRoute[] = [
  { method: "ANY", path: "/" },
  { method: "ANY", path: "/{proxy+}" },
];

/** Routes of an http trigger, sorted. */
export function restRoutes({ spec }: ResolvedTrigger<"http">): readonly RestRoute[] {
  if (!spec.routes) return EVERYTHING;
  return [...spec.routes].sort().map((route) => {
    const [method = "", path = ""] = route.split(" ");
    return { method, path };
  });
}

/** Every path on the way to the given ones except the root, parents before children: `/items`, `/items/{id}`. */
export function pathTree(paths: readonly string[]): { path: string; parent: string; part: string }[] {
  const found = new Map<string, { path: string; parent: string; part: string }>();
  for (const path of paths) {
    const parts = path.split("/").filter((part) => part !== "");
    for (const [index, part] of parts.entries()) {
      const parent = `/${parts.slice(0, index).join("/")}`;
      const here = `/${parts.slice(0, index + 1).join("/")}`;
      found.set(here, { path: here, parent, part });
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
