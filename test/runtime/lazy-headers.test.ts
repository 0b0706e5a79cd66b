import fc from "fast-check";
import { expect, it } from "vitest";
import { headersFrom } from "../../runtime/shim/http-event.ts";

const NAMES = ["accept", "Accept", "ACCEPT", "x-one", "X-One", "Cookie", "constructor", "host"];
const given = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom("a", "b, c", " padded ", "text/html; q=1"));

it("an event's headers are found by names in any case, whether one object holds them or two", () => {
  fc.assert(
    fc.property(given, given, fc.constantFrom(...NAMES, "absent", "toString"), (first, second, name) => {
      const native = new Headers();
      const all: Record<string, string> = { ...first, ...second };
      for (const [key, value] of Object.entries(all)) native.append(key, value);
      expect(headersFrom(all).get(name)).toBe(native.get(name));
      expect(headersFrom(first).has(name)).toBe(
        Object.keys(first).some((key) => key.toLowerCase() === name.toLowerCase()),
      );
      const disjoint = Object.keys(second).every((key) => !(key in first));
      if (disjoint) expect([...headersFrom(first, second)]).toEqual([...headersFrom(all)]);
      expect([...headersFrom(all)].map(([key]) => key)).toEqual([...native].map(([key]) => key));
    }),
    { numRuns: 300, seed: 7 },
  );
});
