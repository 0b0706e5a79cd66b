import { InternalError } from "../../../model/errors.ts";
import { type TriggerConfig, type TriggerType, triggerConfigs } from "../../../offline/aliyun/trigger-config/index.ts";

/** The text that FC wants. Everything a spec can get wrong was reported before: what is refused here is our fault. */
export function configText<T extends TriggerType>(type: T, config: TriggerConfig<T>): string {
  const result = triggerConfigs[type].safeParse(config);
  if (result.success) return JSON.stringify(result.data);
  const [issue] = result.error.issues;
  throw new InternalError(
    `the configuration of a ${type} trigger is refused at ${issue?.path.join(".") ?? "?"}: ${issue?.message ?? ""}`,
  );
}
