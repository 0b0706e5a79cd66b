import { MISSING } from "../../offline/aliyun/services/fc/missing.ts";
import { markdownCell } from "../../scripts/markdown.ts";
import { requestFields, sdkOperations } from "./fc/models.ts";

/** Requests of the vendor's client for Function Compute, and those that the emulator lacks: a part of the docs. */
export function clientModels(): string {
  const operations = sdkOperations();
  const fields = operations.map(requestFields).reduce((sum, { query, body }) => sum + query.length + body.length, 0);
  const rows = Object.entries(MISSING).map(([name, why]) => `| \`${name}\` | ${markdownCell(why)} |`);
  const told = `The client has ${operations.length} operations with ${fields} fields. Missing are:`;
  return ["", told, "", "| | why |", "|---|---|", ...rows, "", ""].join("\n");
}
