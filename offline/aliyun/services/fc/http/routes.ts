import type { RouteSettings } from "../schemas/domain.ts";

/**
 * The route that a custom domain takes: the same path before all, then the longest beginning.
 * https://www.alibabacloud.com/help/en/functioncompute/user-guide/configure-custom-domain-names
 * @returns "method" when routes have this path, but for other methods.
 */
export function findRoute(
  routes: readonly RouteSettings[],
  method: string,
  path: string,
): RouteSettings | "method" | undefined {
  const fitting = routes.filter((route) => fits(route.path, path)).sort((a, b) => weight(b) - weight(a));
  const found = fitting.find(({ methods }) => !methods?.length || (methods as readonly string[]).includes(method));
  return found ?? (fitting.length > 0 ? "method" : undefined);
}

const fits = (route: string, path: string): boolean =>
  route.endsWith("*") ? path.startsWith(route.slice(0, -1)) : route === path;

const weight = ({ path }: RouteSettings): number => (path.endsWith("*") ? path.length : 1_000_000);
