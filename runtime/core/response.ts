/** The text that a response was made of, if that is known without reading its body. */
export function textOf(_response: Response): string | undefined {
  return undefined;
}
