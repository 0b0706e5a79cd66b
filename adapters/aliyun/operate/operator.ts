import { UserError } from "../../../model/errors.ts";
import type { Access, Operator } from "../../operate.ts";
import { operatorOf } from "../../shared/open-operator.ts";
import { readSettings } from "../settings.ts";
import { createClients } from "./clients.ts";
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
  const { settings, problems } = readSettings(access);
  const [problem] = problems;
  if (problem) throw new UserError(problem.message, problem.remedy);
  // A stack of a server on this machine never reaches a real account.
  const endpoint = access.endpoint ?? settings.endpoint;
  const clients = createClients({ ...access, ...(endpoint !== undefined && { endpoint }) }, settings);
  const parts = { functions, schedules, logs, storage, messages, tables, secrets };
  return operatorOf(clients, parts, refusingCloud(endpoint));
}
