/** Variable with the bindings of everything a function may use, as JSON: `runtime/core/clients.ts` reads it. */
export const RESOURCES_VARIABLE = "POLYFN_RESOURCES";
