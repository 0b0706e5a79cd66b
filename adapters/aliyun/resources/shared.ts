import type { Output } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { AliyunScope } from "../facts.ts";
import { physicalName } from "../names.ts";

/** The cloud's own name of a resource that polyfn creates. */
export const nameOf = (scope: AliyunScope, resource: ResolvedResource): Output<string> =>
  scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place));
