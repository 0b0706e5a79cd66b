import { createRequire } from "node:module";

/** The part of the older client, which has no types, that is used here. */
export interface OldLogClient {
  createProject(project: string, data: object): Promise<unknown>;
  createLogStore(project: string, logstore: string, data: object): Promise<unknown>;
  updateLogStore(project: string, logstore: string, data: object): Promise<unknown>;
  getLogStore(project: string, logstore: string): Promise<unknown>;
  listLogStore(project: string): Promise<unknown>;
  createIndex(project: string, logstore: string, index: object): Promise<unknown>;
  getLogs(project: string, logstore: string, from: Date, to: Date, data?: object): Promise<unknown>;
  getHistograms(project: string, logstore: string, from: Date, to: Date, data?: object): Promise<unknown>;
  postLogStoreLogs(project: string, logstore: string, data: object): Promise<unknown>;
}

/** `@alicloud/log`, signing as the account itself unless told otherwise. */
export function oldLogClient(
  endpoint: string,
  key = { accessKeyId: "offline", accessKeySecret: "offline" },
): OldLogClient {
  const Client = createRequire(import.meta.url)("@alicloud/log") as new (config: object) => OldLogClient;
  return new Client({ ...key, endpoint });
}
