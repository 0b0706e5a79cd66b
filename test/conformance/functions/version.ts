import process from "node:process";
import { defineHandler } from "polyfn/runtime";

export default defineHandler({
  raw: () => process.env.SAYS,
});
