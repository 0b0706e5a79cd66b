import { signApi } from "../../../adapters/aliyun/runtime/signing/acs3.ts";
import type { Cloud, Place } from "../cloud.ts";
import { ACCOUNT, type AliyunEndpoint, call } from "./api.ts";

interface TriggerFacts {
  readonly triggerName: string;
  readonly triggerType: string;
  /** JSON. */
  readonly triggerConfig: string;
}

/** Event that FC makes of a timer: https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/time-triggers */
export const timerEvent = ({ triggerName, triggerConfig }: TriggerFacts, time: Date): string =>
  JSON.stringify({
    triggerTime: time.toISOString().replace(/\.\d+Z$/, "Z"),
    triggerName,
    payload: String(JSON.parse(triggerConfig).payload ?? ""),
  });

/** Functions, their timers and their logs. */
export function functions({ endpoint, region }: AliyunEndpoint): Pick<Cloud, "fireSchedule"> {
  const fc = (action: string, method: string, path: string, body?: string) =>
    call(endpoint, action, (by) => {
      const host = `${ACCOUNT}.${region}.fc.aliyuncs.com`;
      const given = { host, method, path: `/2023-03-30/functions/${path}`, action, version: "2023-03-30" };
      return signApi({ ...given, ...(body !== undefined && { body }) }, by);
    });
  const read = async <T>(action: string, path: string): Promise<T> =>
    JSON.parse((await fc(action, "GET", path)).body.toString("utf8")) as T;
  return {
    async fireSchedule(fn: Place, trigger, time) {
      const { triggers = [] } = await read<{ triggers?: TriggerFacts[] }>("ListTriggers", `${fn.name}/triggers`);
      const timer = triggers.find(({ triggerType, triggerName }) => triggerType === "timer" && triggerName === trigger);
      if (!timer) throw new Error(`no timer "${trigger}" calls ${fn.name}`);
      const input = timerEvent(timer, time);
      // Synchronously, unlike FC, so that an error shows.
      const answer = await fc("InvokeFunction", "POST", `${fn.name}/invocations`, input);
      if (answer.headers["x-fc-error-type"] !== undefined)
        throw new Error(`the scheduled call failed: ${answer.body.toString("utf8")}`);
      return { rule: timer.triggerName, input };
    },
  };
}
