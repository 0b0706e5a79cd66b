import { inspect, isDeepStrictEqual } from "node:util";

/** Targets answered the same call differently. */
export class DifferentAnswersError extends Error {
  override readonly name = "DifferentAnswersError";
  constructor(
    call: string,
    /** By target. */
    readonly answers: Readonly<Record<string, unknown>>,
  ) {
    const lines = Object.entries(answers).map(([target, answer]) => `\n  ${target}: ${shown(answer)}`);
    super(`The targets answered differently to ${call}:${lines.join("")}`);
  }
}

const shown = (value: unknown): string => {
  const text = inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY });
  return text.length > 1000 ? `${text.slice(0, 1000)}...` : text;
};

type AnyFunction = (...args: unknown[]) => unknown;
type ByTarget = Readonly<Record<string, unknown>>;

/**
 * One object in the place of the same object on several targets: its methods are called on all of them at the same time,
 * and return the common answer. Values that differ, such as names, are there where all are the same.
 * @param path Names it in errors: `resources.jobs`.
 */
export function common(byTarget: ByTarget, path = ""): unknown {
  const values = Object.values(byTarget);
  const [first] = values;
  if (values.length === 1) return first;
  if (typeof first === "function") return (...args: unknown[]) => answer(path, byTarget, args);
  if (typeof first !== "object" || first === null) return values.every((value) => value === first) ? first : undefined;
  const names = Object.keys(first);
  const parts = names.map((name) => {
    const of = Object.entries(byTarget).map(([target, value]) => [target, (value as ByTarget)[name]]);
    return [name, common(Object.fromEntries(of), path === "" ? name : `${path}.${name}`)];
  });
  return Object.fromEntries(parts);
}

async function answer(call: string, byTarget: ByTarget, args: unknown[]): Promise<unknown> {
  const settled = await Promise.all(
    Object.entries(byTarget).map(
      async ([target, method]) => [target, await outcome(method as AnyFunction, args)] as const,
    ),
  );
  const [[, first] = ["", undefined]] = settled;
  const failed = settled.filter(([, { error }]) => error !== undefined);
  if (failed.length === settled.length) throw first?.error;
  const same = failed.length === 0 && settled.every(([, { value }]) => isDeepStrictEqual(value, first?.value));
  if (same) return first?.value;
  throw new DifferentAnswersError(
    call,
    Object.fromEntries(settled.map(([target, { value, error }]) => [target, error ?? value])),
  );
}

async function outcome(method: AnyFunction, args: unknown[]): Promise<{ value?: unknown; error?: unknown }> {
  try {
    return { value: await method(...args) };
  } catch (error) {
    return { error: error ?? new Error("undefined was thrown") };
  }
}
