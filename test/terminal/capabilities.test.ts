import { describe, expect, it } from "vitest";
import { isCi, takesColours } from "../../terminal/capabilities.ts";

const [tty, pipe] = [{ isTTY: true }, {}];

describe("takesColours", () => {
  it.each([
    ["a terminal", tty, {}, true],
    ["a pipe", pipe, {}, false],
    ["a terminal without capabilities", tty, { TERM: "dumb" }, false],
    ["a terminal with NO_COLOR", tty, { NO_COLOR: "1" }, false],
    ["a terminal with an empty NO_COLOR", tty, { NO_COLOR: "" }, true],
    ["a pipe with FORCE_COLOR", pipe, { FORCE_COLOR: "1" }, true],
    ["a pipe with an empty FORCE_COLOR", pipe, { FORCE_COLOR: "" }, true],
    ["a terminal with FORCE_COLOR=0", tty, { FORCE_COLOR: "0" }, false],
    ["a pipe with FORCE_COLOR and NO_COLOR", pipe, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("decides for %s", (_what, stream, variables, expected) => {
    expect(takesColours(stream, variables)).toBe(expected);
  });
});

it.each([
  [undefined, false],
  ["", false],
  ["0", false],
  ["false", false],
  ["true", true],
  ["1", true],
])("knows a CI job by CI=%s: %s", (CI, expected) => {
  expect(isCi({ CI })).toBe(expected);
});
