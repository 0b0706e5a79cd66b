import type { Problem } from "../../../model/errors.ts";
import { type Checked, functionPath, problem, when } from "../../shared/problem.ts";

/** Settings of a function that Lambda does not allow together. */
export const checkFunctions = ({ app }: Checked): Problem[] =>
  [...app.functions.values()].flatMap((fn) =>
    when(Object.keys(fn.alias?.weights ?? {}).length > 0 && fn.concurrency.provisioned !== undefined, () =>
      problem(
        "conflict",
        [...functionPath(fn), "alias", "weights"],
        "Lambda keeps no instances warm for an alias that shares its calls with another version.",
        "Remove concurrency.provisioned while the weights are set, or remove the weights.",
      ),
    ),
  );
