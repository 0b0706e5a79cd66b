import { defineHandler } from "polyfn/runtime";

export default defineHandler<typeof import("../spec.ts").default, "called">({ raw: () => "called" });
