import type { z } from "zod";
import { eventbridge } from "./eventbridge.ts";
import { http } from "./http.ts";
import { log } from "./log.ts";
import { mnsTopic } from "./mns-topic.ts";
import { oss } from "./oss.ts";
import { tablestore } from "./tablestore.ts";
import { timer } from "./timer.ts";

/**
 * Schemas of `triggerConfig` for each type of trigger, from the vendor's documents. The provider takes it as a string
 * that nothing checks before FC does. polyfn's adapter writes it and the emulator reads it through these schemas;
 * polyfn's own package contains a copy of this directory, so that it needs no emulator.
 */
export const triggerConfigs = { http, timer, oss, log, mns_topic: mnsTopic, tablestore, eventbridge } as const;

/** `triggerType` of a trigger. */
export type TriggerType = keyof typeof triggerConfigs;

/** The form in which a client sends it. */
export type TriggerConfig<T extends TriggerType> = z.input<(typeof triggerConfigs)[T]>;

/** With the defaults filled in. */
export type ParsedTriggerConfig<T extends TriggerType> = z.output<(typeof triggerConfigs)[T]>;
