import type { ShardRange } from "./sls.ts";
import type { LogParameter } from "./trigger.ts";

/**
 * The event of an SLS trigger. It holds no entries, only their position
 * (https://www.alibabacloud.com/help/en/functioncompute/fc/log-service-triggers).
 */
export interface SlsEvent {
  readonly parameter?: Partial<LogParameter>;
  readonly source: ShardRange;
  readonly jobName?: string;
  readonly taskId?: string;
  readonly cursorTime?: number;
}

/** The trigger of the function that a position belongs to, if polyfn made the trigger. */
export const parameterOf = ({ parameter }: SlsEvent): Partial<LogParameter> => parameter ?? {};

export function isSlsEvent(event: unknown): event is SlsEvent {
  const { source } = (event ?? {}) as { source?: Partial<ShardRange> | null };
  const { logstoreName, beginCursor, endCursor } = source ?? {};
  return [logstoreName, beginCursor, endCursor].every((field) => typeof field === "string");
}
