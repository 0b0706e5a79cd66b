import type { Problem } from "../../../model/errors.ts";
import type { Cors } from "../../../model/shared-fields.ts";
import { type Path, problem, when } from "../../shared/problem.ts";

/** Methods that a service's cross-origin rules don't know. All of them answer OPTIONS by themselves. */
const UNKNOWN_METHODS = {
  functionUrl: { title: "A function URL", methods: ["OPTIONS"] },
  bucket: { title: "S3", methods: ["OPTIONS", "PATCH"] },
  api: { title: "An HTTP API", methods: [] },
} as const;

export function checkCors(cors: Cors, of: keyof typeof UNKNOWN_METHODS, path: Path): Problem[] {
  const { title, methods } = UNKNOWN_METHODS[of];
  const unknown = cors.methods.filter((method) => methods.some((known) => known === method));
  return [
    ...when(unknown.length > 0, () =>
      problem(
        "unsupported",
        [...path, "methods"],
        `${title} has no cross-origin rule for ${unknown.join(" and ")}.`,
        `Leave ${unknown.join(" and ")} out; OPTIONS is answered without being listed.`,
      ),
    ),
    ...when(cors.credentials && cors.origins.includes("*"), () =>
      problem(
        "conflict",
        [...path, "credentials"],
        'Browsers refuse credentials where every origin ("*") is allowed, and AWS refuses such rules.',
        "List the origins, or remove credentials.",
      ),
    ),
  ];
}
