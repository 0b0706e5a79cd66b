import { defineHandler } from "polyfn/runtime";
import { failingBody, MESSAGES, THROWABLES } from "./throwables.ts";

/** Never answers: what nobody catches must. */
const forever = () => new Promise<Response>(() => undefined);

const WAYS: readonly ((value: unknown) => Response | Promise<Response>)[] = [
  (value) => {
    throw value;
  },
  (value) => Promise.reject(value),
  async (value) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    throw value;
  },
  (value) => {
    setTimeout(() => {
      throw value;
    });
    return forever();
  },
  (value) => {
    void Promise.reject(value);
    return forever();
  },
  failingBody,
];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** Fails in one of all combinations, by number. */
function fail(n: number): Response | Promise<Response> {
  const way = pick(WAYS, n);
  const value = pick(THROWABLES, Math.floor(n / WAYS.length));
  const text = pick(MESSAGES, Math.floor(n / WAYS.length / THROWABLES.length));
  return way(value(text));
}

export default defineHandler({
  http: (request) => fail(Number(new URL(request.url).searchParams.get("n"))),
  webhook: (event) => fail(Number((event.data.body as { n: number }).n)),
});
