import { checkCharacters } from "./characters.ts";
import { checkCors } from "./cors.ts";
import { checkExisting } from "./existing.ts";
import { checkFunctions } from "./functions.ts";
import { checkHttp } from "./http.ts";
import { checkKeys } from "./keys.ts";
import { checkLoops } from "./loops.ts";
import { checkNames } from "./names.ts";
import type { Check } from "./parts.ts";
import { checkPermissions } from "./permissions.ts";
import { checkQueues } from "./queues.ts";
import { checkReferences } from "./references.ts";
import { checkRoutes } from "./routes.ts";
import { checkSources } from "./sources.ts";
import { checkTables } from "./tables.ts";
import { checkValues } from "./values.ts";

/** All checks beyond the schema that do not depend on the target. An adapter checks what depends on its target. */
export const checks: readonly Check[] = [
  checkNames,
  checkReferences,
  checkPermissions,
  checkValues,
  checkHttp,
  checkCors,
  checkRoutes,
  checkSources,
  checkQueues,
  checkTables,
  checkLoops,
  checkExisting,
  checkKeys,
  checkCharacters,
  checkFunctions,
];
