import { createHash } from "node:crypto";
import { ApiError } from "../../../core/error.ts";
import { empty } from "../../../core/http.ts";
import type { Operation } from "../../../core/service.ts";
import { type Compute, findFunction, functionArn, isoTime, versionOf } from "../compute.ts";
import { alreadyExists, invalid, triggerNotFound } from "../errors.ts";
import { parseBody } from "../schemas/parse.ts";
import { createTrigger, updateTrigger } from "../schemas/trigger.ts";
import type { FunctionRecord, TriggerRecord } from "../state.ts";
import { attach, detach } from "../trigger-binding.ts";
import { checkChange, checkTrigger } from "../trigger-rules.ts";
import { operation, page, parameter } from "./operation.ts";

const MOST = 50;

export const triggerOperations = (fc: Compute): readonly Operation[] => [
  create(fc),
  operation({
    name: "GetTrigger",
    route: "GET /functions/{functionName}/triggers/{triggerName}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      return view(fc, fn, find(fn, parameter(call, "triggerName")));
    },
  }),
  update(fc),
  operation({
    name: "DeleteTrigger",
    route: "DELETE /functions/{functionName}/triggers/{triggerName}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const trigger = find(fn, parameter(call, "triggerName"));
      detach(fc, fn, trigger);
      fn.triggers = fn.triggers.filter((other) => other !== trigger);
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListTriggers",
    route: "GET /functions/{functionName}/triggers",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const { items, nextToken } = page(call, fn.triggers, (trigger) => trigger.triggerName);
      return { triggers: items.map((trigger) => view(fc, fn, trigger)), ...(nextToken && { nextToken }) };
    },
  }),
];

const create = (fc: Compute): Operation =>
  operation({
    name: "CreateTrigger",
    route: "POST /functions/{functionName}/triggers",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const given = parseBody(call, createTrigger);
      versionOf(fn, given.qualifier);
      checkRoom(fn, given);
      const now = fc.world.clock.now();
      const id = createHash("sha256").update(`${fn.id}/${given.triggerName}/${now}`).digest("hex");
      const trigger: TriggerRecord = {
        ...given,
        triggerId: [8, 4, 4, 4, 12]
          .reduce<[string[], string]>(
            ([parts, rest], length) => [[...parts, rest.slice(0, length)], rest.slice(length)],
            [[], id],
          )[0]
          .join("-"),
        ...(given.triggerType === "http" && { urlPrefix: urlPrefix(fn.name, id) }),
        ...{ created: now, modified: now },
      };
      checkTrigger(fc, fn, trigger);
      fn.triggers.push(trigger);
      attach(fc, fn, trigger);
      fc.world.changed();
      return view(fc, fn, trigger);
    },
  });

const update = (fc: Compute): Operation =>
  operation({
    name: "UpdateTrigger",
    route: "PUT /functions/{functionName}/triggers/{triggerName}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const trigger = find(fn, parameter(call, "triggerName"));
      const changes = parseBody(call, updateTrigger);
      if (changes.qualifier !== undefined && changes.qualifier !== trigger.qualifier) {
        throw invalid("qualifier: a trigger stays with its version or alias");
      }
      const changed = { ...trigger, ...changes, modified: fc.world.clock.now() };
      checkTrigger(fc, fn, changed);
      checkChange(trigger, changed);
      detach(fc, fn, trigger);
      Object.assign(trigger, changed);
      attach(fc, fn, trigger);
      fc.world.changed();
      return view(fc, fn, trigger);
    },
  });

function checkRoom(fn: FunctionRecord, given: { triggerName: string; triggerType: string; qualifier: string }): void {
  if (fn.triggers.some(({ triggerName }) => triggerName === given.triggerName)) {
    throw alreadyExists("TriggerAlreadyExists", `trigger '${given.triggerName}' of function '${fn.name}'`);
  }
  if (fn.triggers.length >= MOST) throw new ApiError(400, "LimitExceeded", `a function may have ${MOST} triggers`);
  const other = fn.triggers.find(
    ({ triggerType, qualifier }) => triggerType === "http" && qualifier === given.qualifier,
  );
  if (given.triggerType === "http" && other) {
    throw invalid(`'${given.qualifier}' already has the HTTP trigger '${other.triggerName}', and may have one`);
  }
}

/** First label of the address: the function's name, as far as one may hold it, and ten letters. */
function urlPrefix(functionName: string, id: string): string {
  const letters = [...id.slice(0, 10)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join("");
  const name = functionName
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${name || "f"}-${letters}`;
}

function find(fn: FunctionRecord, name: string): TriggerRecord {
  const found = fn.triggers.find(({ triggerName }) => triggerName === name);
  if (!found) throw triggerNotFound(fn.name, name);
  return found;
}

function view({ world }: Compute, fn: FunctionRecord, trigger: TriggerRecord): object {
  const { created, modified, urlPrefix: prefix, ...shown } = trigger;
  return {
    ...shown,
    targetArn: functionArn(world.account, fn.region, fn.name),
    status: "",
    createdTime: isoTime(created),
    lastModifiedTime: isoTime(modified),
    ...(prefix && {
      httpTrigger: {
        urlInternet: `https://${prefix}.${fn.region}.fcapp.run`,
        urlIntranet: `https://${prefix}.${fn.region}-vpc.fcapp.run`,
      },
    }),
  };
}
