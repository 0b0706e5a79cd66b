import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { type Path, problem, when } from "../../shared/problem.ts";

export const checkAlias = (fn: ResolvedFunction, path: Path): Problem[] =>
  when(fn.alias !== undefined && fn.concurrency.provisioned !== undefined, () =>
    problem(
      "conflict",
      [...path, "concurrency", "provisioned"],
      "The provider can only read back how many instances of the latest code are kept warm, but triggers call the alias.",
      "Remove concurrency.provisioned or alias.",
    ),
  );

export const checkNetwork = ({ vpc }: ResolvedFunction, path: Path): Problem[] =>
  when(vpc !== undefined && vpc.id === undefined, () =>
    problem(
      "missing-field",
      [...path, "vpc", "id"],
      "FC must be told which VPC the subnets (vSwitches) belong to.",
      'Add the identifier: vpc: { id: "vpc-..." }; it may come from { config: "<name>" }.',
    ),
  );

export const checkInvokers = (fn: ResolvedFunction, path: Path): Problem[] =>
  Object.entries(fn.invokers).flatMap(([name, { source }]) =>
    when(source !== undefined, () =>
      problem(
        "unsupported",
        [...path, "invokers", name, "source"],
        "RAM's roles can't be narrowed to one resource on whose behalf they are taken on.",
        "Remove source.",
      ),
    ),
  );
