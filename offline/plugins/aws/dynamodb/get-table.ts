import { UserError } from "../../../../model/errors.ts";
import type { Fields } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { awsErrors } from "../errors.ts";
import { table } from "./table.ts";

/**
 * Reads a table of another program.
 * https://www.pulumi.com/registry/packages/aws/api-docs/dynamodb/gettable/
 */
export async function getTable(aws: AwsContext, args: Fields): Promise<Fields> {
  const name = String(args.name);
  const state = await table.read(aws, name, {}).catch((error: unknown) => {
    if (awsErrors.isGone(error)) return undefined;
    throw error;
  });
  if (!state) throw new UserError(`There is no table "${name}".`, "Create it first, or correct its name.");
  const told = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null && value !== undefined));
  return { id: name, region: aws.region, replicas: [], tags: {}, ...told };
}
