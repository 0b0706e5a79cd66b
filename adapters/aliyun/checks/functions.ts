import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { formatDuration } from "../../../model/units.ts";
import { type Checked, functionPath, type Path, problem, when } from "../../shared/problem.ts";
import { topicDeadLetters } from "../async-config.ts";
import { RUNTIMES } from "../packaging.ts";
import { MEMORY_STEP } from "../sizes.ts";
import { checkDestination } from "./destinations.ts";
import { checkReservedNames } from "./environment.ts";
import { checkAlias, checkInvokers, checkNetwork } from "./settings.ts";

/** MB of /tmp: FC has these two sizes. */
const DISKS = [512, 10_240];
/** Seconds. The API takes a week, the provider a day. */
const MAX_ASYNC_AGE = 86_400;
/** Seconds that Tablestore waits for a function. */
const MAX_TABLE_TIMEOUT = 60;
const MAX_TRIGGERS = 50;

/** https://www.alibabacloud.com/help/en/functioncompute/fc/product-overview/limits */
export const checkFunctions = (checked: Checked): Problem[] =>
  [...checked.app.functions.values()].flatMap((fn) => {
    const path = functionPath(fn);
    return [
      ...runtime(fn, path),
      ...size(fn, path),
      ...image(fn, path),
      ...layers(fn, path),
      ...time(fn, path),
      ...asynchronous(checked, fn, path),
      ...checkAlias(fn, path),
      ...checkNetwork(fn, path),
      ...checkInvokers(fn, path),
      ...checkReservedNames(fn),
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

function size({ memory, ephemeralStorage }: ResolvedFunction, path: Path): Problem[] {
  const below = Math.max(128, Math.floor(memory / MEMORY_STEP) * MEMORY_STEP);
  return [
    ...when(memory % MEMORY_STEP !== 0, () =>
      problem(
        "out-of-range",
        [...path, "memory"],
        `FC has memory in steps of ${MEMORY_STEP} MB, not ${memory} MB.`,
        `Set memory to ${below} or ${below + MEMORY_STEP}.`,
      ),
    ),
    ...when(!DISKS.includes(ephemeralStorage), () =>
      problem(
        "out-of-range",
        [...path, "ephemeralStorage"],
        `FC has ${DISKS.join(" or ")} MB of /tmp, not ${ephemeralStorage} MB.`,
        `Set ephemeralStorage to ${DISKS.join(" or ")}.`,
      ),
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

const LAYER = /^acs:fc:[\w-]+:\w+:layers\/[\w-]+\/versions\/\d+$/;

/** Of layers whose ARN the spec says. */
const layers = (fn: ResolvedFunction, path: Path): Problem[] =>
  fn.layers.flatMap((layer, index) =>
    when(typeof layer === "string" && !LAYER.test(layer), () =>
      problem(
        "bad-format",
        [...path, "layers", index],
        `${JSON.stringify(layer)} is not the ARN of a version of a layer of FC.`,
        'Write for example "acs:fc:cn-hangzhou:1234567890123456:layers/tools/versions/1"; environments can name another layer for another cloud.',
      ),
    ),
  );

const time = ({ timeout, triggers }: ResolvedFunction, path: Path): Problem[] => [
  ...when(timeout > MAX_TABLE_TIMEOUT && triggers.some((trigger) => trigger.kind === "table"), () =>
    problem(
      "out-of-range",
      [...path, "timeout"],
      `Tablestore waits for a function for 1 minute, not for "${formatDuration(timeout)}".`,
      'Set timeout to "1m" or less, and split longer work, for example over a queue.',
    ),
  ),
  ...when(triggers.length > MAX_TRIGGERS, () =>
    problem(
      "out-of-range",
      [...path, "triggers"],
      `FC allows ${MAX_TRIGGERS} triggers of one function, not ${triggers.length}.`,
      "Split the function.",
    ),
  ),
];

function asynchronous({ app }: Checked, fn: ResolvedFunction, path: Path): Problem[] {
  const { maxAge, onSuccess, onFailure } = fn.async;
  return [
    ...when(maxAge !== undefined && maxAge > MAX_ASYNC_AGE, () =>
      problem(
        "out-of-range",
        [...path, "async", "maxAge"],
        `Asynchronous calls can be kept for 1 day, not for ${formatDuration(maxAge ?? 0)}.`,
        'Set maxAge to "1d" or less.',
      ),
    ),
    ...checkDestination(app, onSuccess, "async", [...path, "async", "onSuccess"]),
    ...checkDestination(app, onFailure, "async", [...path, "async", "onFailure"]),
    ...deadLetters(fn, path),
  ];
}

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
