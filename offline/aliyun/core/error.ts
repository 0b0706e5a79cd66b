/** A refusal, with the vendor's error code. Each service writes it in its own form. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** HTTP status. */
    readonly status: number,
    /** The vendor's code, for example "FunctionNotFound". */
    readonly code: string,
    message: string,
    /** More that the service's form of an error has room for, for example the missing resource's name. */
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}
