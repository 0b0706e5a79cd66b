import { z } from "zod";
import { description } from "./fields.ts";
import { inputCode } from "./function.ts";

export const createLayerVersion = z.strictObject({
  code: inputCode,
  compatibleRuntime: z.array(z.string()).min(1),
  description: description.optional(),
  license: z.string().optional(),
});

export const layerName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/, "is no name of a layer");
