import type { Cors } from "../../model/shared-fields.ts";

const ALL: readonly Cors["methods"][number][] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** With credentials browsers take `*` for a method of that name, so every method is listed. */
export const corsMethods = ({ methods, credentials }: Cors): Cors["methods"] =>
  credentials && methods.includes("*") ? [...ALL] : methods;
