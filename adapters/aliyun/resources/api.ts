import { V3CustomDomain, type V3CustomDomainArgs } from "@pulumi/alicloud/fc/v3customDomain.js";
import { all, type Output, output } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Cors } from "../../../model/shared-fields.ts";
import type { Handle } from "../../contract.ts";
import { shorten } from "../../shared/hashed-names.ts";
import { attaching, keeping, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AliyunScope } from "../facts.ts";
import { HTTP_METHODS } from "../triggers/config/http.ts";
import { target } from "../triggers/target.ts";
import { domainAuth } from "./api-auth.ts";
import { domainRoutes } from "./api-routes.ts";

type ApiResource = ResolvedResource<"api">;

/** Longest part of a domain name between two dots. */
const MAX_LABEL = 63;
/** Shown by plans of stacks that don't say their domain yet; nothing is deployed without one. */
const PLACEHOLDER = "example.com";

/**
 * A custom domain. FC wants its functions to be there before it, so it is made when they are (see `attachApi`): until
 * then only its address is known.
 */
export function api(scope: AliyunScope, resource: ApiResource): Handle {
  const { component, group } = resourceGroup(scope, resource, "polyfn:aliyun:Api");
  const host = hostOf(scope, resource);
  return {
    name: host,
    id: all([scope.facts.place, host]).apply(([place, text]) => arns.customDomain(place, text)),
    url: host.apply((text) => `${isSecure(scope, resource) ? "https" : "http"}://${text}${portOf(scope)}`),
    component,
    nodes: group.nodes,
  };
}

/** The owner's own name, or one below the domain of the deployment. */
function hostOf(scope: AliyunScope, { name, spec }: ApiResource): Output<string> {
  if (spec.domain) return scope.value(spec.domain.name);
  const label = shorten(`${scope.deployment.prefix}-${name}`.toLowerCase(), MAX_LABEL);
  return output(`${label}.${scope.facts.domain ?? PLACEHOLDER}`);
}

/** Only with a certificate. The server on this machine knows none of its user's, and needs none. */
const isSecure = ({ facts }: AliyunScope, { spec }: ApiResource): boolean =>
  spec.domain !== undefined && facts.endpoint === undefined;

/** The server on this machine answers for every host, on its own port. */
const portOf = ({ facts }: AliyunScope): string => {
  const port = facts.endpoint === undefined ? "" : new URL(facts.endpoint).port;
  return port === "" ? "" : `:${port}`;
};

/**
 * The domain with all of its routes. Its DNS record is the owner's to make: a CNAME to
 * `<account>.<region>.fc.aliyuncs.com`, which FC looks for when the domain is created.
 */
export function attachApi(scope: AliyunScope, resource: ApiResource): void {
  const { spec } = resource;
  const { name } = scope.resource(resource.name);
  const triggers = resource.triggers.filter((trigger) => trigger.kind === "http");
  attaching(
    scope,
    resource,
    (group) => {
      group.add(V3CustomDomain, "api", {
        customDomainName: name,
        protocol: isSecure(scope, resource) ? "HTTPS" : "HTTP",
        ...(spec.domain && isSecure(scope, resource) && { certificateId: scope.value(spec.domain.certificate) }),
        authConfig: domainAuth(resource, triggers),
        ...(spec.cors && { corsConfig: corsConfig(spec.cors) }),
        routeConfig: {
          routes: domainRoutes(triggers).map(({ path, methods, function: fn }) => {
            const { name: functionName, qualifier } = target(scope, { function: fn });
            return { path, methods: [...methods], functionName, qualifier };
          }),
        },
      });
    },
    keeping(resource),
  );
}

/** FC has no word for "every method". */
const corsConfig = (cors: Cors): V3CustomDomainArgs["corsConfig"] => ({
  allowOrigins: cors.origins,
  allowMethods: cors.methods.includes("*") ? [...HTTP_METHODS] : cors.methods,
  ...(cors.headers.length > 0 && { allowHeaders: cors.headers }),
  ...(cors.exposeHeaders.length > 0 && { exposeHeaders: cors.exposeHeaders }),
  allowCredentials: cors.credentials,
  maxAge: cors.maxAge,
});
