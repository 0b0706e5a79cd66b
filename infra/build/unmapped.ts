import { encode } from "@jridgewell/sourcemap-codec";

/** A column that no line reaches and that the bundler still reads as a 32-bit number. */
const BEYOND_EVERY_LINE = 2 ** 30 - 1;

const inlineMap = JSON.stringify({
  version: 3,
  sources: ["unmapped"],
  mappings: encode([[[BEYOND_EVERY_LINE, 0, 0, 0]]]),
});

/**
 * Appended to a module, this keeps it out of the bundle's source map. The bundler looks up each place of a module that
 * has a map of its own in that map, and this one has none of them. A map of the dependencies would take the bundler
 * longer than anything else, only to be thrown away.
 */
export const UNMAPPED = `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(inlineMap).toString("base64")}`;
