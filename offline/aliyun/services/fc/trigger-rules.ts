import type { SourceTriggerType } from "../../core/ports.ts";
import type { TriggerType } from "../../trigger-config/index.ts";
import type { Compute } from "./compute.ts";
import { invalid } from "./errors.ts";
import { parseJwtSettings } from "./http/jwt.ts";
import { parseSchedule } from "./invocation/cron.ts";
import { configOf } from "./schemas/parse.ts";
import { checkRole } from "./settings.ts";
import type { FunctionRecord, TriggerRecord } from "./state.ts";
import { tellSource } from "./trigger-binding.ts";

/** For each type of trigger: the service that assumes its invocation role, and the form of its source. */
const SOURCES: Readonly<Partial<Record<TriggerType, { readonly service: string; readonly arn: RegExp }>>> = {
  oss: { service: "oss.aliyuncs.com", arn: /^acs:oss:([^:]+):(\d+):[a-z0-9][a-z0-9-]+$/ },
  log: { service: "log.aliyuncs.com", arn: /^acs:log:([^:]+):(\d+):project\/[^/]+$/ },
  mns_topic: { service: "mns.aliyuncs.com", arn: /^acs:mns:([^:]+):(\d+):\/topics\/[^/]+$/ },
  tablestore: { service: "ots.aliyuncs.com", arn: /^acs:ots:([^:]+):(\d+):instance\/[^/]+\/table\/[^/]+$/ },
};

/** @throws ApiError for settings that FC, or the service the events come from, refuses. */
export function checkTrigger(fc: Compute, fn: FunctionRecord, trigger: TriggerRecord): void {
  const { triggerType, triggerConfig } = trigger;
  configOf(triggerType, triggerConfig);
  if (triggerType === "http") checkHttp(triggerConfig);
  else if (triggerType === "timer") checkTimer(triggerConfig, trigger.modified);
  else checkSource(fc, fn, trigger, triggerType);
}

/** @throws ApiError for a change of what stays as long as a trigger does. */
export function checkChange(trigger: TriggerRecord, { triggerConfig }: TriggerRecord): void {
  const { triggerType: type } = trigger;
  const fixed = type === "mns_topic" || type === "tablestore";
  if (
    fixed &&
    JSON.stringify(configOf(type, triggerConfig)) !== JSON.stringify(configOf(type, trigger.triggerConfig))
  ) {
    throw invalid(`triggerConfig: a trigger of type ${type} can't be changed`);
  }
  if (type !== "eventbridge") return;
  const sourceOf = (text: string) => configOf(type, text).eventSourceConfig.eventSourceType;
  if (sourceOf(triggerConfig) !== sourceOf(trigger.triggerConfig)) {
    throw invalid("triggerConfig.eventSourceConfig.eventSourceType: can't be changed");
  }
}

function checkHttp(triggerConfig: string): void {
  const { authType, authConfig } = configOf("http", triggerConfig);
  if (authType === "jwt") parseJwtSettings(authConfig ?? "{}", "triggerConfig.authConfig");
}

function checkTimer(triggerConfig: string, start: number): void {
  const { cronExpression } = configOf("timer", triggerConfig);
  parseSchedule(cronExpression, start);
}

function checkSource(fc: Compute, fn: FunctionRecord, trigger: TriggerRecord, type: SourceTriggerType): void {
  const rules = SOURCES[type];
  if (rules) {
    checkArn(fc, fn, trigger, rules.arn);
    if (!trigger.invocationRole) throw invalid(`invocationRole: a trigger of type ${type} needs one`);
    checkRole(fc, trigger.invocationRole, rules.service);
  }
  tellSource(fc, fn, trigger, type, "check");
}

function checkArn({ world }: Compute, fn: FunctionRecord, { sourceArn = "" }: TriggerRecord, pattern: RegExp): void {
  const [, region, account] = pattern.exec(sourceArn) ?? [];
  if (!region) throw invalid(`sourceArn: '${sourceArn}' is no source of such a trigger`);
  if (region !== fn.region) throw invalid(`sourceArn: the source is in ${region}, the function in ${fn.region}`);
  if (account !== world.account) throw invalid(`sourceArn: the source is of account ${account}`);
}
