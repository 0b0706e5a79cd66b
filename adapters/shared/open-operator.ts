import type { Operator } from "../operate.ts";
import { type RefusingCloud, refusalsAsUserErrors } from "./refusals.ts";
import { sendRequest } from "./send-request.ts";

/** The parts of an operator, each over a cloud's clients. */
export interface OperatorParts<Clients> {
  functions(clients: Clients): Pick<Operator, "invoke" | "replaceCode">;
  schedules(clients: Clients): Pick<Operator, "fireSchedule">;
  logs(clients: Clients): Pick<Operator, "logs" | "writeLog">;
  storage(clients: Clients): Pick<Operator, "putObject" | "getObject" | "deleteObject" | "listObjects">;
  messages(clients: Clients): Pick<Operator, "sendMessage" | "takeMessages" | "publish" | "putRecord" | "putEvent">;
  tables(clients: Clients): Pick<Operator, "putRow" | "deleteRow" | "getRow" | "queryRows">;
  secrets(clients: Clients): Pick<Operator, "readSecret">;
}

/** An operator of these parts, whose methods throw the cloud's refusals as errors of the user. */
export const operatorOf = <Clients>(clients: Clients, parts: OperatorParts<Clients>, cloud: RefusingCloud): Operator =>
  refusalsAsUserErrors(
    {
      ...parts.functions(clients),
      ...parts.schedules(clients),
      ...parts.logs(clients),
      ...parts.storage(clients),
      ...parts.messages(clients),
      ...parts.tables(clients),
      ...parts.secrets(clients),
      request: (url, request) => sendRequest(url, request, cloud.endpoint),
    },
    cloud,
  );
