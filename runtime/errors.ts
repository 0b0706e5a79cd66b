/** One item of a batch that the cloud refused. */
export interface FailedItem {
  /** Position in what was given to the client. */
  readonly index: number;
  /** The cloud's own code. */
  readonly code: string;
  readonly message: string;
}

/**
 * Some items of a batch were not taken, also after retries. Those not listed were. Codes beside the cloud's own:
 * `TooLarge`, refused before it was sent; `NotSent`, because an item or call before it failed.
 */
export class BatchError extends Error {
  override readonly name = "BatchError";
  constructor(
    message: string,
    readonly failed: readonly FailedItem[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * A client was given a value that it does not send: a row value that a table cannot hold, an object key that an address
 * cannot carry, an option out of its range. Nothing was sent. Every cloud refuses the same values.
 */
export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";
  constructor(
    message: string,
    /** The path of the value in the client's argument, for example `row.tags[2]`. */
    readonly path: string,
  ) {
    super(message);
  }
}

/** Another function was called and failed. */
export class InvocationError extends Error {
  override readonly name = "InvocationError";
  constructor(
    message: string,
    /** Name of the function in the spec. */
    readonly functionName: string,
    /** Name of the error over there, for example "TypeError". */
    readonly errorType: string,
    /** Its stack over there, if it was sent. */
    readonly remoteStack: readonly string[] = [],
  ) {
    super(message);
  }
}

/** A row was not written because its condition did not hold. */
export class ConditionError extends Error {
  override readonly name = "ConditionError";
}

/** The function was deployed without what the code asks for: a resource it has no permission to, or a missing fact. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}
