/** Environment variables that decide about colours and questions. */
type Variables = Readonly<Record<string, string | undefined>>;

/** Width where nothing says how wide the output is. */
export const DEFAULT_COLUMNS = 120;

/**
 * True when a stream takes colours: a terminal that is not "dumb". `FORCE_COLOR` wants them anywhere (`0` and `false`:
 * nowhere), `NO_COLOR` with any text forbids them whatever else is set (https://no-color.org).
 */
export function takesColours(stream: { readonly isTTY?: boolean }, variables: Variables): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = variables;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return !["0", "false"].includes(FORCE_COLOR);
  return stream.isTTY === true && TERM !== "dumb";
}

/** True in a job of a CI service: they set `CI`. */
export function isCi({ CI }: Variables): boolean {
  return CI !== undefined && !["", "0", "false"].includes(CI);
}
