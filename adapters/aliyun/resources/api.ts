import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Cors } from "../../../model/shared-fields.ts";
import { HTTP_METHODS } from "../../../offline/aliyun/trigger-config/http.ts";
import { type Symbolic, text } from "../../graph/expression.ts";
import { attaching, keeping, resourceGroup } from "../../graph/group.ts";
import type { AttachedNodes, PartHandle } from "../../graph/lowering.ts";
import type { InputsOf } from "../../graph/provider-types.ts";
import { shorten } from "../../shared/hashed-names.ts";
import { arnOf } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import type { AliyunTypes } from "../resource-types.ts";
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
export function api(scope: AliyunScope, resource: ApiResource): PartHandle {
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Api");
  const host = hostOf(scope, resource);
  return {
    name: host,
    id: arnOf.customDomain(scope.context.place, host),
    url: text`${isSecure(scope, resource) ? "https" : "http"}://${host}${portOf(scope)}`,
    component,
    nodes: group.nodes,
  };
}

/** The owner's own name, or one below the domain of the deployment. */
function hostOf(scope: AliyunScope, { name, spec }: ApiResource): Symbolic<string> {
  if (spec.domain) return scope.value(spec.domain.name);
  const label = shorten(`${scope.deployment.prefix}-${name}`.toLowerCase(), MAX_LABEL);
  return `${label}.${scope.context.domain ?? PLACEHOLDER}`;
}

/** Only with a certificate, which the server on this machine neither has nor needs. */
const isSecure = ({ context }: AliyunScope, { spec }: ApiResource): boolean =>
  spec.domain !== undefined && context.endpoint === undefined;

/** The server on this machine answers for every host, on its own port. */
const portOf = ({ context }: AliyunScope): string => {
  const port = context.endpoint === undefined ? "" : new URL(context.endpoint).port;
  return port === "" ? "" : `:${port}`;
};

/**
 * The domain with all of its routes. Its DNS record is the owner's to make: a CNAME to
 * `<account>.<region>.fc.aliyuncs.com`, which FC looks for when the domain is created.
 */
export function attachApi(scope: AliyunScope, resource: ApiResource): AttachedNodes {
  const { spec } = resource;
  const { name } = scope.resource(resource.name);
  const triggers = resource.triggers.filter((trigger) => trigger.kind === "http");
  return attaching<AliyunTypes>(
    scope,
    resource,
    (group) => {
      group.add("alicloud:fc/v3CustomDomain:V3CustomDomain", "api", {
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
const corsConfig = (cors: Cors): InputsOf<AliyunTypes, "alicloud:fc/v3CustomDomain:V3CustomDomain">["corsConfig"] => ({
  allowOrigins: cors.origins,
  allowMethods: cors.methods.includes("*") ? [...HTTP_METHODS] : cors.methods,
  ...(cors.headers.length > 0 && { allowHeaders: cors.headers }),
  ...(cors.exposeHeaders.length > 0 && { exposeHeaders: cors.exposeHeaders }),
  allowCredentials: cors.credentials,
  maxAge: cors.maxAge,
});
