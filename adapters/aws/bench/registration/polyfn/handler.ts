import { defineHandler } from "polyfn/runtime";

/** A handler as small as can be: the bench is about registration. */
export default defineHandler({ async queue() {} });
