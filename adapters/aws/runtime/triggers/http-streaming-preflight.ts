import { answeringPreflight } from "../preflight.ts";
import { http as streaming } from "./http-streaming.ts";

/** HTTP with streamed responses, and preflight requests answered here. */
export const http = answeringPreflight(streaming);
