import process from "node:process";
import { defineHandler, type SecretClient } from "polyfn/runtime";

/** Says only how long the secret is, and whether it stands in the environment. */
export default defineHandler({
  async raw(_event, ctx) {
    const { password } = ctx.resources as { password: SecretClient };
    const value = await password.value();
    return { length: value.length, inEnvironment: JSON.stringify(process.env).includes(value) };
  },
});
