import { httpCodec } from "../../../../runtime/shim/http-codec.ts";
import { answeringPreflight } from "../preflight.ts";
import { buffered } from "./http.ts";

/** HTTP with preflight requests answered here. */
export const http = httpCodec(answeringPreflight(buffered));
