import { RunError } from "@pulumi/pulumi";
import { UserError } from "../model/errors.ts";

/** A mistake of the user inside a Pulumi program: the engine prints its message, without a stack. */
export class ProgramError extends RunError {
  constructor(override readonly cause: UserError) {
    super(cause.remedy === undefined ? cause.message : `${cause.message}\n${cause.remedy}`);
  }
}

const translated = (error: unknown): unknown => (error instanceof UserError ? new ProgramError(error) : error);

/** Runs something in a Pulumi program; users' mistakes become errors that the engine prints without a stack. */
export function forPulumi<T>(work: () => Promise<T>): Promise<T>;
export function forPulumi<T>(work: () => T): T;
export function forPulumi<T>(work: () => T | Promise<T>): T | Promise<T> {
  try {
    const result = work();
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      throw translated(error);
    });
  } catch (error) {
    throw translated(error);
  }
}
