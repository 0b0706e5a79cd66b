import type { Variant } from "../aws/facts.ts";
import { scheduleRule } from "../aws/triggers/schedule-rule.ts";
import { native } from "../aws/variant.ts";
import type { Profile } from "./settings.ts";

/** Which of the AWS adapter's implementations a server gets. */
export const variants: Readonly<Record<Profile, Variant>> = {
  core: { ...native, schedule: scheduleRule },
  full: native,
};
