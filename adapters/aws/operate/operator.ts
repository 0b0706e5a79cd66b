import type { Access, Operator } from "../../operate.ts";
import { operatorOf } from "../../shared/open-operator.ts";
import { clientsOf } from "./clients.ts";
import { functions } from "./functions.ts";
import { logs } from "./logs.ts";
import { messages } from "./messages.ts";
import { refusingCloud } from "./refusals.ts";
import { schedules } from "./schedules.ts";
import { secrets } from "./secrets.ts";
import { storage } from "./storage.ts";
import { tables } from "./tables.ts";

/** Sends no request; the first call of each service loads its client. */
export async function openOperator(access: Access): Promise<Operator> {
  const parts = { functions, schedules, logs, storage, messages, tables, secrets };
  return operatorOf(clientsOf(access), parts, refusingCloud(access.endpoint));
}
