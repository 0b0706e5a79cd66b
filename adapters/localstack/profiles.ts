import type { Variant } from "../aws/context.ts";
import { attachRestApi, restApi } from "../aws/resources/api-rest.ts";
import { httpRouteRest } from "../aws/triggers/http-route-rest.ts";
import { scheduleRule } from "../aws/triggers/schedule-rule.ts";
import { native } from "../aws/variant.ts";
import type { Profile } from "./settings.ts";

/** The implementations of the AWS adapter that a server gets. */
export const variants: Readonly<Record<Profile, Variant>> = {
  core: { schedule: scheduleRule, api: { create: restApi, route: httpRouteRest, attach: attachRestApi } },
  full: native,
};
