import type { AnyResourceType } from "../server/resource-type.ts";
import type { AwsContext } from "./clients.ts";
import { role } from "./iam/role.ts";

/** Every resource type that the offline plugin serves, by its table's token. One line per type. */
const TYPES: readonly AnyResourceType<AwsContext>[] = [
  // iam
  role,
];

export const registry: ReadonlyMap<string, AnyResourceType<AwsContext>> = new Map(
  TYPES.map((type) => [type.table.token, type]),
);
