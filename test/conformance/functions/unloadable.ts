import { defineHandler } from "polyfn/runtime";

/** Fails before it can handle anything. */
if (process.env.RECORD_AS !== undefined) throw new TypeError("hunter2 in /var/task/unloadable.ts");

export default defineHandler({ http: () => new Response("never") });
