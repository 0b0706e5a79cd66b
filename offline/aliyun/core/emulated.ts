import type { Guard } from "../security/guard.ts";
import type { EventSources } from "./ports.ts";
import type { Service } from "./service.ts";
import type { World } from "./world.ts";

/** A service, and the ports it implements for the others. */
export interface Emulated
  extends Partial<
    Pick<
      World,
      "functions" | "queues" | "topics" | "events" | "logs" | "objects" | "identities" | "sessions" | "linkedRoles"
    >
  > {
  readonly service: Service;
  readonly sources?: Partial<EventSources>;
  /** Of the service that holds users, roles and their policies. */
  readonly guard?: Guard;
}
