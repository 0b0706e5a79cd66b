/** A route that a request took. */
export interface TakenRoute {
  readonly route: string;
  /** Values of its parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The route that fits a request best: one that names the method before ANY, a literal segment before a parameter, a
 * parameter before the rest of the path. Routes are written as in a spec, "GET /items/{id}"; the path is still encoded.
 */
export function findRoute(routes: readonly string[], method: string, path: string): TakenRoute | undefined {
  const fitting = routes.flatMap((route) => {
    const params = match(route, method, path);
    return params ? [{ route, params, rank: rankOf(route) }] : [];
  });
  const [first, ...others] = fitting;
  return first && others.reduce((best, one) => (one.rank < best.rank ? one : best), first);
}

const parts = (route: string): [method: string, path: string] => {
  const space = route.indexOf(" ");
  return [route.slice(0, space), route.slice(space + 1)];
};

function match(route: string, method: string, path: string): Record<string, string> | undefined {
  const [asked, template] = parts(route);
  if (asked !== "ANY" && asked !== method) return undefined;
  const expected = template.split("/").slice(1);
  const given = path.split("/").slice(1);
  const params: [string, string][] = [];
  for (const [index, segment] of expected.entries()) {
    const value = given[index];
    const [, name, rest] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
    if (value === undefined) return undefined;
    if (name === undefined) {
      if (decode(value) !== segment) return undefined;
    } else if (rest) {
      const all = given.slice(index).join("/");
      return all === "" ? undefined : Object.fromEntries([...params, [name, decode(all)]]);
    } else if (value === "") return undefined;
    else params.push([name, decode(value)]);
  }
  return given.length === expected.length ? Object.fromEntries(params) : undefined;
}

/** A lower text is the better route: segment by segment, then by method. */
function rankOf(route: string): string {
  const [method, path] = parts(route);
  const segments = path.split("/").slice(1);
  const ranks = segments.map((segment) => (segment.endsWith("+}") ? "2" : segment.startsWith("{") ? "1" : "0"));
  return `${ranks.join("")}${method === "ANY" ? "4" : "3"}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
