import { answeringPreflight } from "../preflight.ts";
import { streaming, streamingCodec } from "./http-streaming.ts";

/** HTTP with streamed responses, and preflight requests answered here. */
export const http = streamingCodec(answeringPreflight(streaming));
