import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { Deployment } from "../../contract.ts";

export function checkApp(_app: ResolvedApp, _deployment: Deployment): Problem[] {
  return [];
}
