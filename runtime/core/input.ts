import { InvalidInputError } from "../errors.ts";

/**
 * Throws an InvalidInputError.
 * @param place What was asked, for example `table "images"`.
 * @param problem Completes the sentence that the path begins.
 */
export function refuse(place: string, path: string, problem: string): never {
  throw new InvalidInputError(`${place}: ${path} ${problem}`, path);
}

export const byteLength = (text: string): number => Buffer.byteLength(text);

/** Whether a string has half of a surrogate pair, which UTF-8 cannot say. */
export const isIllFormed = (text: string): boolean => /\p{Surrogate}/u.test(text);

export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Refuses anything but a whole number in a range; undefined is left to the default. */
export function checkWhole(place: string, path: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  refuse(place, path, `is ${String(value)}: it must be a whole number from ${min} to ${max}`);
}
