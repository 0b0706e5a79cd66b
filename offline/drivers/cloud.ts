import type { DeployedPart, Operator } from "../../adapters/operate.ts";

export type { BusEvent, HttpRequest, HttpResponse, Row } from "../../adapters/operate.ts";

/** Where something that was deployed is. */
export type Place = DeployedPart;

/**
 * What the demonstration needs of a cloud: to act as its users and services do, and to look at what came of it.
 * The firing of each trigger is written once, against this interface.
 */
export type Cloud = Omit<Operator, "invoke" | "logs" | "replaceCode" | "deleteObject" | "listObjects">;
