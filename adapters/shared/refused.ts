import { InternalError } from "../../model/errors.ts";

/** In `lowering.resources` and `lowering.triggers`, for kinds that the support table refuses: they never get there. */
export const refused = (): never => {
  throw new InternalError("A kind that the support table refuses is lowered.");
};
