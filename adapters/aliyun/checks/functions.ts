import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { type Checked, functionPath, type Path, problem, when } from "../../shared/problem.ts";
import { topicDeadLetters } from "../async-config.ts";
import { RUNTIMES } from "../packaging.ts";
import { checkAlias, checkInvokers, checkNetwork } from "./settings.ts";

/** Settings of functions that FC does not support, beyond its limits. */
export const checkFunctions = ({ app }: Checked): Problem[] =>
  [...app.functions.values()].flatMap((fn) => {
    const path = functionPath(fn);
    return [
      ...runtime(fn, path),
      ...image(fn, path),
      ...deadLetters(fn, path),
      ...checkAlias(fn, path),
      ...checkNetwork(fn, path),
      ...checkInvokers(fn, path),
    ];
  });

function runtime(fn: ResolvedFunction, path: Path): Problem[] {
  // Single versions of Node.js are features of their own, which the support table answers for.
  if (fn.image !== undefined || !fn.runtime.startsWith("python") || RUNTIMES[fn.runtime] !== undefined) return [];
  const known = Object.entries(RUNTIMES).flatMap(([name, own]) => (name.startsWith("python") && own ? [name] : []));
  return [
    problem(
      "unsupported",
      [...path, "runtime"],
      `FC has no ${fn.runtime}; of Python it has ${known.join(", ")}.`,
      'Use "python3.12" or "python3.10", or a container image.',
    ),
  ];
}

const image = (fn: ResolvedFunction, path: Path): Problem[] =>
  when(fn.image?.workingDirectory !== undefined, () =>
    problem(
      "unsupported",
      [...path, "image", "workingDirectory"],
      "FC runs an image in the directory that the image names.",
      "Remove workingDirectory and set WORKDIR in the image.",
    ),
  );

/** FC has one place for what a function failed on, whichever trigger called it. */
function deadLetters(fn: ResolvedFunction, path: Path): Problem[] {
  const places = [...new Set([...(fn.async.onFailure ? [fn.async.onFailure] : []), ...topicDeadLetters(fn)])];
  return when(topicDeadLetters(fn).length > 0 && places.length > 1, () =>
    problem(
      "conflict",
      path,
      `Failed asynchronous calls of one function go to one place on FC, but async.onFailure and the dead letters of its topics name ${places.join(", ")}.`,
      "Name one of them everywhere, or split the function.",
    ),
  );
}
