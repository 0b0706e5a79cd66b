/** An emulator of Aliyun Function Compute 3.0 and the services around it. Read `server.ts` first, then `services.ts`. */
export { Clock } from "./core/clock.ts";
export type { Journal, JournalEntry } from "./core/journal.ts";
export type { Access } from "./core/world.ts";
export { coverage, type ServiceCoverage } from "./coverage.ts";
export { EmulatorError } from "./emulator-error.ts";
export type { Credentials } from "./security/keyring.ts";
export { type AliyunOptions, type AliyunServer, startAliyun } from "./server.ts";
