import type { Variant } from "./context.ts";
import { api } from "./resources/api.ts";
import { httpRoute } from "./triggers/http-route.ts";
import { schedule } from "./triggers/schedule.ts";

/** The variant for AWS itself: EventBridge Scheduler and HTTP APIs. */
export const native: Variant = { schedule, api: { create: api, route: httpRoute, attach: () => ({}) } };
