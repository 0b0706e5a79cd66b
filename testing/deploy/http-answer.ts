/** The answer to a request, as far as every cloud answers the same. */
export class HttpAnswer {
  constructor(
    readonly status: number,
    readonly contentType: string | undefined,
    readonly text: string,
  ) {}

  /** The body read as JSON. @throws SyntaxError where it is none. */
  json<T = unknown>(): T {
    return JSON.parse(this.text) as T;
  }
}
