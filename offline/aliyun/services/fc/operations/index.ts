import type { Operation } from "../../../core/service.ts";
import type { Compute } from "../compute.ts";
import { aliasOperations } from "./aliases.ts";
import { asyncConfigOperations, concurrencyOperations, vpcBindingOperations } from "./configs.ts";
import { domainOperations } from "./domains.ts";
import { functionOperations } from "./functions.ts";
import { invocationOperations } from "./invocations.ts";
import { layerOperations } from "./layers.ts";
import { provisionOperations, scalingOperations } from "./provision.ts";
import { tagOperations } from "./tags.ts";
import { triggerOperations } from "./triggers.ts";
import { uploadOperations } from "./upload.ts";
import { versionOperations } from "./versions.ts";

/** Every operation of the API that the emulator serves. */
export const operationsOf = (fc: Compute): readonly Operation[] =>
  [
    functionOperations,
    versionOperations,
    aliasOperations,
    triggerOperations,
    invocationOperations,
    asyncConfigOperations,
    concurrencyOperations,
    provisionOperations,
    scalingOperations,
    layerOperations,
    domainOperations,
    vpcBindingOperations,
    tagOperations,
    uploadOperations,
  ].flatMap((operations) => operations(fc));
