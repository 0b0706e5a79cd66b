import { isPlainObject } from "../merge-patch.ts";

/** A refinement between the fields of one object, broken: where, what is wrong, what to do. */
interface Violation {
  /** Field to blame, from the object. */
  readonly path: string[];
  /** A whole sentence. */
  readonly message: string;
  /** A whole sentence. */
  readonly remedy: string;
}

/**
 * Options of a `refine` that holds fields of one object against each other. It runs even where another field is wrong,
 * so that one mistake doesn't hide the next: the predicate must not trust the types of the fields it reads.
 */
export function refinement({ path, message, remedy }: Violation) {
  return {
    path,
    message,
    params: { code: "conflict", remedy, ...(path.length > 0 && { field: path.join(".") }) },
    when: (payload: { readonly value: unknown }) => isPlainObject(payload.value),
  };
}
