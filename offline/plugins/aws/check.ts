import { check } from "../server/check.ts";
import type { Failure } from "../server/failure.ts";
import type { Fields } from "../server/resource-type.ts";
import { registry } from "./registry.ts";

/**
 * Problems that the real provider would report for a resource's inputs. `inputs` are plain JSON or in wire form; values
 * that are not known yet pass. A token that no adapter emits is a problem too.
 */
export function checkInputs(token: string, inputs: Fields): Failure[] {
  const type = registry.get(token);
  return type ? check(type.table, inputs) : [{ property: "", reason: `There is no table for ${token}.` }];
}
