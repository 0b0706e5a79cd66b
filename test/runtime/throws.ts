import fc from "fast-check";
import { failingBody, MESSAGES, SECRET, THROWABLES } from "../conformance/functions/throwables.ts";

export { SECRET } from "../conformance/functions/throwables.ts";

const message = fc.oneof(
  fc.constantFrom(...MESSAGES),
  fc.string().map((text) => `${SECRET} ${text}`),
);

/** Makes whatever JavaScript can throw. */
export const thrown: fc.Arbitrary<() => unknown> = fc.tuple(fc.constantFrom(...THROWABLES), message).map(
  ([make, text]) =>
    () =>
      make(text),
);

/** Ways to fail with it. */
export const failures: Readonly<Record<string, (value: unknown) => Response | Promise<Response>>> = {
  "a throw": (value) => {
    throw value;
  },
  "a rejected promise": (value) => Promise.reject(value),
  "a late throw": async (value) => {
    await new Promise((resolve) => setImmediate(resolve));
    throw value;
  },
  "a body that fails": failingBody,
};
