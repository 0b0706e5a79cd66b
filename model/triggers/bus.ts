import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { refinement } from "../schema/refinement.ts";
import { contentPattern } from "../shared-fields.ts";
import { silence } from "../silence.ts";
import { duration } from "../units.ts";

/** Events of a bus that match a pattern. The handler's `bus(event, ctx)`. */
export const bus = define({
  schema: z.strictObject({
    kind: z.literal("bus"),
    silence,
    bus: name.describe("The bus resource to listen to."),
    pattern: z
      .strictObject({
        source: z.array(z.string()).min(1).optional().describe("Any of these sources."),
        type: z.array(z.string()).min(1).optional().describe("Any of these event types."),
        data: contentPattern.optional().describe("Content of the event's data."),
      })
      .refine(
        (p) => p.source !== undefined || p.type !== undefined || p.data !== undefined,
        refinement({
          path: [],
          message: "The pattern is empty and would match every event.",
          remedy: "Give at least one of source, type and data.",
        }),
      )
      .describe("Events to receive."),
    retries: z.number().int().min(0).max(185).optional().describe("Number of delivery retries. Default: the target's."),
    maxAge: duration({ min: "1m", max: "1d" }).optional().describe("Maximum age of an event that is still delivered."),
    deadLetter: name.optional().describe("Queue for events that could not be delivered."),
    enabled: z.boolean().default(true).describe("false keeps the trigger but disables it."),
  }),
  references: { bus: "bus", deadLetter: "queue" },
  source: "bus",
  selects: (t) => t.pattern.type !== undefined || t.pattern.data !== undefined,
  features: {
    bus: { title: "Bus trigger", uses: () => true },
    "bus.pattern.data": { title: "Bus trigger: pattern on the data", uses: (t) => t.pattern.data !== undefined },
    "bus.retries": {
      title: "Bus trigger: delivery retries and age",
      uses: (t) => t.retries !== undefined || t.maxAge !== undefined,
    },
    "bus.deadLetter": { title: "Bus trigger: dead-letter queue", uses: (t) => t.deadLetter !== undefined },
    "bus.enabled": { title: "Bus trigger: switched off", uses: (t) => !t.enabled },
  },
});
