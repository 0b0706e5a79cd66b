import { z } from "zod";
import { remarkCodes } from "./remarks.ts";
import { withMessage } from "./schema/schema-messages.ts";

/** The remark about an unused silence cannot itself be silenced. */
export const silenceable = remarkCodes.filter((code) => code !== "unused-silence");

const reason = withMessage(
  z.string().regex(/\S/),
  "a string that says why the remark does not apply",
  '"Called by hand only."',
);

const codes = withMessage(
  z.partialRecord(z.enum(silenceable), reason),
  "an object, each key the code of a remark, each value the reason",
  '{ "nothing-calls": "Called by hand only." }',
);

z.globalRegistry.add(codes, { id: "silence" });

/** The field `silence` of every part of a spec: code -> reason. */
export const silence = codes.optional().describe("Remarks that do not apply here, by code, each with the reason.");
