import { answeringPreflight } from "../preflight.ts";
import { http as plain } from "./http.ts";

/** HTTP with preflight requests answered here. */
export const http = answeringPreflight(plain);
