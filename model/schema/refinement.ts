import { isPlainObject } from "../merge-patch.ts";

/** A violated refinement between the fields of one object. */
interface Violation {
  /** Field to report, relative to the object. */
  readonly path: string[];
  /** A whole sentence. */
  readonly message: string;
  /** A whole sentence. */
  readonly remedy: string;
}

/**
 * Options of a `refine` that compares fields of one object. It runs even when another field is invalid, so that one
 * mistake does not hide the next: the predicate must not rely on the types of the fields it reads.
 */
export function refinement({ path, message, remedy }: Violation) {
  return {
    path,
    message,
    params: { code: "conflict", remedy, ...(path.length > 0 && { field: path.join(".") }) },
    when: (payload: { readonly value: unknown }) => isPlainObject(payload.value),
  };
}
