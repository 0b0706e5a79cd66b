import { account, region } from "./call.ts";

/*
 * Where the services answer, seen from a function: inside the region's own network where they have an address there
 * that every function reaches. Each is an export of its own, so that a function ships only those it needs.
 */
export const oss = (bucket: string): string => `${bucket}.oss-${region()}-internal.aliyuncs.com`;
/** For addresses that are handed to others. */
export const publicOss = (bucket: string): string => `${bucket}.oss-${region()}.aliyuncs.com`;
export const mns = (): string => `${account()}.mns.${region()}-internal.aliyuncs.com`;
export const sls = (project: string): string => `${project}.${region()}-intranet.log.aliyuncs.com`;
export const ots = (instance: string): string => `${instance}.${region()}.vpc.tablestore.aliyuncs.com`;
export const eventBridge = (): string => `${account()}.eventbridge.${region()}.aliyuncs.com`;
export const fc = (): string => `${account()}.${region()}.fc.aliyuncs.com`;
export const kms = (): string => `kms.${region()}.aliyuncs.com`;
export const oos = (): string => `oos.${region()}.aliyuncs.com`;
