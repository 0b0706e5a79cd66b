import type { Access, Operator } from "../../operate.ts";
import { sendRequest } from "../../shared/send-request.ts";
import { type Clients, clientsOf } from "./clients.ts";
import { functions } from "./functions.ts";
import { logs } from "./logs.ts";
import { messages } from "./messages.ts";
import { refusalsAsUserErrors } from "./refusals.ts";
import { schedules } from "./schedules.ts";
import { storage } from "./storage.ts";
import { tables } from "./tables.ts";

/** Sends no request; the first call of each service loads its client. */
export async function openOperator(access: Access): Promise<Operator> {
  const clients = clientsOf(access);
  const operator: Operator = {
    ...functions(clients),
    ...schedules(clients),
    ...logs(clients),
    ...storage(clients),
    ...messages(clients),
    ...tables(clients),
    readSecret: (secret) => readSecret(clients, secret.id),
    request: (url, request) => sendRequest(url, request, access.endpoint),
  };
  return refusalsAsUserErrors(operator, access.endpoint);
}

async function readSecret({ secrets }: Clients, SecretId: string): Promise<string> {
  const { SecretString, SecretBinary = new Uint8Array() } = await (await secrets()).getSecretValue({ SecretId });
  return SecretString ?? Buffer.from(SecretBinary).toString("utf8");
}
