import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import { RETRY_STRATEGIES } from "../../core/push-retry.ts";
import type { Operation } from "../../core/service.ts";
import { type EventBridge, type Input, operation, page } from "./operation.ts";
import { matches, readPattern } from "./pattern.ts";
import type { Rule, Target } from "./state.ts";
import { targetTypes } from "./targets.ts";
import { jsonPath, readVariables } from "./transform.ts";

const MOST_TARGETS = 5;

const targetSchema = z.object({
  Id: z.string().min(1),
  Type: z.string(),
  Endpoint: z.string().min(1),
  PushRetryStrategy: z.enum(RETRY_STRATEGIES as ["BACKOFF_RETRY"]).default("BACKOFF_RETRY"),
  ErrorsTolerance: z.enum(["ALL", "NONE"]).optional(),
  DeadLetterQueue: z.object({ Arn: z.string().optional() }).nullish(),
  ParamList: z
    .array(
      z.object({
        ResourceKey: z.string().min(1),
        Form: z.enum(["ORIGINAL", "CONSTANT", "JSONPATH", "TEMPLATE"]),
        Value: z.string().nullish(),
        Template: z.string().nullish(),
      }),
    )
    .default([]),
});

/** Rules and their targets. */
export const ruleOperations = (eventBridge: EventBridge): readonly Operation[] => [
  ...ruleLifecycle(eventBridge),
  ...targetOperations(eventBridge),
];

const rulePath = (input: Input): string =>
  `eventbus/${input.text("EventBusName") ?? "*"}/rule/${input.text("RuleName") ?? "*"}`;

function ruleLifecycle({ world, state }: EventBridge): Operation[] {
  const named = (input: Input): Rule =>
    state.rule(input.region, input.required("EventBusName"), input.required("RuleName"));
  const change = (input: Input, changes: Partial<Rule>) => {
    Object.assign(named(input), changes, { modified: world.clock.now() });
    return {};
  };
  return [
    ...operation({ name: "CreateRule", resource: rulePath }, (input) => createRule({ world, state }, input)),
    ...operation({ name: "GetRule", resource: rulePath }, (input) => ruleEntry(input, named(input))),
    ...operation({ name: "UpdateRule", resource: rulePath }, (input) => {
      const filterPattern = input.text("FilterPattern");
      const description = input.text("Description");
      const status = readStatus(input);
      if (filterPattern !== undefined) readPattern(filterPattern);
      return change(input, {
        ...(filterPattern !== undefined && { filterPattern }),
        ...(description !== undefined && { description }),
        ...(status && { status }),
      });
    }),
    ...operation({ name: "EnableRule", resource: rulePath }, (input) => change(input, { status: "ENABLE" })),
    ...operation({ name: "DisableRule", resource: rulePath }, (input) => change(input, { status: "DISABLE" })),
    ...operation({ name: "DeleteRule", resource: rulePath }, (input) => {
      const rule = named(input);
      state.bus(input.region, input.required("EventBusName")).rules.delete(rule.name);
      return {};
    }),
    ...operation({ name: "ListRules", resource: rulePath }, (input) => {
      const { rules } = state.bus(input.region, input.required("EventBusName"));
      const prefix = input.text("RuleNamePrefix") ?? "";
      const { items, ...rest } = page(
        input,
        [...rules.values()].filter(({ name }) => name.startsWith(prefix)),
      );
      return { Rules: items.map((rule) => ruleEntry(input, rule)), ...rest };
    }),
    ...operation({ name: "TestEventPattern", resource: () => "eventbus/*" }, (input) => ({
      Result: matches(readPattern(input.required("EventPattern")), input.json("Event")),
    })),
  ];
}

function createRule({ world, state }: Pick<EventBridge, "world" | "state">, input: Input): object {
  const bus = state.bus(input.region, input.required("EventBusName"));
  const name = input.required("RuleName");
  if (bus.rules.has(name)) throw new ApiError(409, "EventRuleExisted", `The event rule ${name} already exists.`);
  const filterPattern = input.text("FilterPattern") ?? "{}";
  readPattern(filterPattern);
  const targets = readTargets(input.json("EventTargets") ?? input.json("Targets") ?? []);
  const now = world.clock.now();
  bus.rules.set(name, {
    name,
    created: now,
    modified: now,
    description: input.text("Description") ?? "",
    status: readStatus(input) ?? "ENABLE",
    filterPattern,
    targets,
  });
  return { RuleARN: arnOf(input, name) };
}

function readStatus(input: Input): Rule["status"] | undefined {
  // The vendor's own examples write it in lower case.
  const status = input.text("Status")?.toUpperCase();
  if (status === undefined || status === "ENABLE" || status === "DISABLE") return status;
  throw new ApiError(400, "InvalidArgument", "Status must be ENABLE or DISABLE.");
}

const arnOf = (input: Input, rule: string): string =>
  `acs:eventbridge:${input.region}:${input.call.account}:eventbus/${input.required("EventBusName")}/rule/${rule}`;

const ruleEntry = (input: Input, rule: Rule) => ({
  RuleARN: arnOf(input, rule.name),
  EventBusName: input.required("EventBusName"),
  RuleName: rule.name,
  Description: rule.description,
  Status: rule.status,
  FilterPattern: rule.filterPattern,
  CreatedTimestamp: rule.created,
  Ctime: rule.created,
  Mtime: rule.modified,
  Targets: rule.targets,
});

function targetOperations({ world, state }: EventBridge): Operation[] {
  const named = (input: Input): Rule =>
    state.rule(input.region, input.required("EventBusName"), input.required("RuleName"));
  const put = (input: Input) => {
    const rule = named(input);
    const targets = readTargets(input.json("Targets"));
    const kept = rule.targets.filter(({ Id }) => !targets.some((target) => target.Id === Id));
    if (kept.length + targets.length > MOST_TARGETS) throw tooMany();
    rule.targets = [...kept, ...targets];
    rule.modified = world.clock.now();
    return { ErrorEntriesCount: 0, ErrorEntries: [] };
  };
  return [
    ...operation({ name: "PutTargets", resource: rulePath }, put),
    ...operation({ name: "CreateTargets", resource: rulePath }, put),
    ...operation({ name: "DeleteTargets", resource: rulePath }, (input) => {
      const rule = named(input);
      const parsed = z.array(z.string()).safeParse(input.json("TargetIds"));
      if (!parsed.success) throw new ApiError(400, "InvalidArgument", "TargetIds must be a list of text.");
      rule.targets = rule.targets.filter(({ Id }) => !parsed.data.includes(Id));
      rule.modified = world.clock.now();
      return { ErrorEntriesCount: 0, ErrorEntries: [] };
    }),
    ...operation({ name: "ListTargets", resource: rulePath }, (input) => ({ Targets: named(input).targets })),
  ];
}

const tooMany = (): ApiError => new ApiError(400, "InvalidArgument", `A rule has at most ${MOST_TARGETS} targets.`);

/** @throws ApiError for what is no list of targets that the emulator delivers to. */
function readTargets(value: unknown): Target[] {
  const parsed = z.array(targetSchema).safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ApiError(400, "InvalidArgument", `Targets.${issue?.path.join(".")}: ${issue?.message}`);
  }
  if (parsed.data.length > MOST_TARGETS) throw tooMany();
  return parsed.data.map(({ DeadLetterQueue, ParamList, ErrorsTolerance, ...target }) => {
    checkType(target);
    return {
      ...target,
      ...(ErrorsTolerance && { ErrorsTolerance }),
      ...(DeadLetterQueue?.Arn && { DeadLetterQueue: { Arn: DeadLetterQueue.Arn } }),
      ParamList: ParamList.map(readParameter),
    };
  });
}

function checkType({ Type, Endpoint }: Pick<Target, "Type" | "Endpoint">): void {
  if (!Object.hasOwn(targetTypes, Type)) {
    const known = Object.keys(targetTypes).join(", ");
    throw new ApiError(400, "InvalidArgument", `The emulator does not deliver to ${Type}; it delivers to ${known}.`);
  }
  if (/^https?$/.test(Type) && !URL.canParse(Endpoint)) {
    throw new ApiError(400, "InvalidArgument", `${Endpoint} is no address.`);
  }
}

function readParameter(parameter: z.infer<typeof targetSchema>["ParamList"][number]): Target["ParamList"][number] {
  const { ResourceKey, Form, Value, Template } = parameter;
  if (Form === "JSONPATH") jsonPath(Value ?? "", {});
  if (Form === "TEMPLATE") for (const path of Object.values(readVariables(Value ?? "{}"))) jsonPath(path, {});
  return { ResourceKey, Form, ...(Value != null && { Value }), ...(Template != null && { Template }) };
}
