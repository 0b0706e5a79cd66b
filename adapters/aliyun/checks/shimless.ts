import type { Problem } from "../../../model/errors.ts";
import { hasShim } from "../../../model/function.ts";
import { type Checked, problem, triggerPath } from "../../shared/problem.ts";
import { shimPattern } from "../patterns.ts";

/**
 * Patterns that only a shim can check, of functions that have none. Whatever is always the shim's is in the support
 * table (`inShim`); of a pattern it depends on what it says.
 */
export const checkShimless = ({ app }: Checked): Problem[] =>
  [...app.functions.values()]
    .filter((fn) => !hasShim(fn))
    .flatMap(({ triggers }) => triggers)
    .filter((trigger) => trigger.kind === "bus" && shimPattern(trigger.spec.pattern) !== undefined)
    .map((trigger) =>
      problem(
        "no-shim",
        [...triggerPath(trigger), "pattern", "data"],
        `EventBridge compares text and ranges of numbers; the rest of this pattern is the shim's to check, and "${trigger.function}" has none.`,
        "Use a Node.js runtime, or leave that out and look at the data in the function's own code.",
      ),
    );
