/** The emulator of Aliyun Function Compute and the services around it. Read `server.ts` first, then `services.ts`. */
export { Clock } from "./core/clock.ts";
export { type AliyunOptions, type AliyunServer, startAliyun } from "./server.ts";
