import type { DeployedPart, Operator } from "../../adapters/operate.ts";

export type { BusEvent, HttpRequest, HttpResponse, Row } from "../../adapters/operate.ts";

/** Identifiers of a deployed part. */
export type Place = DeployedPart;

/**
 * The demonstration's interface to a cloud: it acts as the cloud's users and services do, and looks at the results. The
 * firing of each trigger is written once, against this interface.
 */
export type Cloud = Omit<Operator, "invoke" | "logs" | "replaceCode" | "deleteObject" | "listObjects">;
