/** The emulator can't be started as it was asked to: a port that is taken, a directory that is in use. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  constructor(
    message: string,
    /** The remedy, one sentence. */
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
