import { account, region } from "./call.ts";

/**
 * Where the services answer, seen from a function: inside the region's own network where they have an address there
 * that every function reaches.
 */
export const hosts = {
  oss: (bucket: string): string => `${bucket}.oss-${region()}-internal.aliyuncs.com`,
  /** For addresses that are handed to others. */
  publicOss: (bucket: string): string => `${bucket}.oss-${region()}.aliyuncs.com`,
  mns: (): string => `${account()}.mns.${region()}-internal.aliyuncs.com`,
  sls: (project: string): string => `${project}.${region()}-intranet.log.aliyuncs.com`,
  ots: (instance: string): string => `${instance}.${region()}.vpc.tablestore.aliyuncs.com`,
  eventBridge: (): string => `${account()}.eventbridge.${region()}.aliyuncs.com`,
  fc: (): string => `${account()}.${region()}.fc.aliyuncs.com`,
  kms: (): string => `kms.${region()}.aliyuncs.com`,
  oos: (): string => `oos.${region()}.aliyuncs.com`,
};
