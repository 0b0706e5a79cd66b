import type { Property } from "../../table.ts";
import { flag, string } from "../fields.ts";

export const id: Property = { ...string, required: true, forceNew: true };

export const httpMethod: Property = {
  ...string,
  required: true,
  forceNew: true,
  enum: ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
};

export const flagMap: Property = { type: "map", items: flag };

export const contentHandling: Property = { ...string, enum: ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] };
