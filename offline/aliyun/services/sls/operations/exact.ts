import type { Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";

/** Query parameters of operations that change something. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  DeleteProject: ["forceDelete"],
  PutLogs: ["key"],
  SplitShard: ["action", "key", "shardCount"],
  MergeShard: ["action"],
  ConsumerGroupHeartBeat: ["type", "consumer"],
  ConsumerGroupUpdateCheckPoint: ["type", "consumer", "forceSuccess"],
  DeleteResourceRecords: ["ids"],
};

/**
 * Refuses a change with a query parameter that the operation doesn't have: `DELETE /logstores/a?part=b` must not delete
 * the logstore.
 */
export function exact(operation: Operation): Operation {
  const { name, route } = operation;
  if ("action" in route || route.method === "GET" || route.method === "HEAD") return operation;
  const known = PARAMETERS[name] ?? [];
  return {
    ...operation,
    admit: ({ query }) => {
      const unknown = [...query.keys()].find((key) => !known.includes(key));
      if (unknown !== undefined) throw invalid(`${unknown} is no parameter of ${name}`);
    },
  };
}
