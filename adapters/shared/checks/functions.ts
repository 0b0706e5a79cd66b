import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import type { Rules } from "../../rules.ts";
import { functionPath, type Path, problem, when } from "../problem.ts";

/** Versions of an alias, where the service shares calls with one other version, and versions are whole numbers. */
export function aliasProblems({ service }: Rules, fn: ResolvedFunction): Problem[] {
  const versions = Object.keys(fn.alias?.weights ?? {});
  const path = [...functionPath(fn), "alias", "weights"];
  const version = fn.alias?.version;
  return [
    ...when(version !== undefined && !isVersion(version), () =>
      notPublished(service, version ?? "", [...functionPath(fn), "alias", "version"]),
    ),
    ...when(versions.length > 1, () =>
      problem(
        "out-of-range",
        path,
        `An alias of ${service} shares its calls with one other version, not with ${versions.length} (${versions.join(", ")}).`,
        "Keep one of them.",
      ),
    ),
    ...versions
      .filter((version) => !isVersion(version))
      .map((version) => notPublished(service, version, [...path, version])),
  ];
}

const isVersion = (text: string): boolean => /^[1-9]\d*$/.test(text);

const notPublished = (service: string, version: string, path: Path): Problem =>
  problem(
    "bad-format",
    path,
    `"${version}" is not a published version; versions of ${service}'s functions are whole numbers.`,
    'Use a version\'s number, for example "7".',
  );

/** Callers of a function must be named in the cloud's notation. */
export function invokerProblems({ cloud, invokers: rule }: Rules, fn: ResolvedFunction): Problem[] {
  if (rule === undefined) return [];
  return Object.entries(fn.invokers).flatMap(([name, { account, service }]) => {
    const path = [...functionPath(fn), "invokers", name];
    return [
      ...when(account !== undefined && !rule.account.test(account), () =>
        problem(
          "bad-format",
          [...path, "account"],
          `"${account}" is neither an account of ${cloud} nor one of its users or roles.`,
          `Give the ${rule.digits} digits of the account, or the ARN of a user or role.`,
        ),
      ),
      ...when(service !== undefined && !rule.service.test(service), () =>
        problem(
          "bad-format",
          [...path, "service"],
          `"${service}" is not the principal of a service of ${cloud}.`,
          `Give its principal, for example "${rule.example}".`,
        ),
      ),
    ];
  });
}
