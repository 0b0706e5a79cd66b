import type { Problem } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import { formatDuration } from "../../../model/units.ts";
import { type Checked, type Path, problem, when } from "../../shared/problem.ts";
import { readSettings } from "../settings.ts";

const YEAR = 365 * 86_400;

/**
 * Limits of a key without a KMS instance: such a default key is one per account and region, changes once a year, and
 * encrypts neither tables nor streams.
 * https://www.alibabacloud.com/help/en/kms/key-management-service/getting-started/getting-started-with-key-management
 */
export function keyProblems(
  { name, spec }: ResolvedResource<"key">,
  path: Path,
  { app, deployment }: Checked,
): Problem[] {
  if (spec.existing !== undefined) return [];
  const { rotation } = spec;
  const hasInstance = deployment.planned === true || readSettings(deployment).settings.kmsInstance !== undefined;
  if (hasInstance) return rotationProblems(rotation, [...path, "rotation"]);
  const [first] = [...app.resources.values()].filter((one) => one.kind === "key" && one.spec.existing === undefined);
  return [
    ...when(rotation !== undefined && rotation !== YEAR, () =>
      problem(
        "out-of-range",
        [...path, "rotation"],
        `A key without a KMS instance changes every 365 days, not every ${formatDuration(rotation ?? 0)}.`,
        `Set rotation to "365d", or ${INSTANCE}.`,
      ),
    ),
    ...when(first?.name !== name, () =>
      problem(
        "out-of-range",
        path,
        `Without a KMS instance an account has one key of its own per region, and that is "${first?.name}".`,
        `Use "${first?.name}" here too, adopt a key with existing, or ${INSTANCE}.`,
      ),
    ),
  ];
}

const INSTANCE = 'set the stack\'s setting kmsInstance (polyfn:settings: { kmsInstance: "kst-..." })';

const rotationProblems = (rotation: number | undefined, path: Path): Problem[] =>
  when(rotation !== undefined && rotation > YEAR, () =>
    problem(
      "out-of-range",
      path,
      `KMS makes new key material every 7 to 365 days, not every ${formatDuration(rotation ?? 0)}.`,
      'Set rotation to "365d" or less.',
    ),
  );

/** Tablestore and SLS take keys of a KMS instance alone. */
export function instanceProblems(
  resource: ResolvedResource<"stream" | "table">,
  path: Path,
  { app, deployment }: Checked,
): Problem[] {
  const key = app.resources.get(resource.encryptionKey ?? "");
  const known = deployment.planned === true || readSettings(deployment).settings.kmsInstance !== undefined;
  if (known || key?.kind !== "key" || key.spec.existing !== undefined || resource.spec.existing !== undefined)
    return [];
  return [
    problem(
      "missing-setting",
      path,
      `A ${resource.kind} is encrypted with a key of a KMS instance, and this deployment has none for "${key.name}".`,
      `${INSTANCE.charAt(0).toUpperCase()}${INSTANCE.slice(1)}, or adopt such a key with existing.`,
    ),
  ];
}
