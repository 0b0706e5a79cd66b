import { Api, type ApiArgs } from "@pulumi/aws/apigatewayv2/api.js";
import { ApiMapping } from "@pulumi/aws/apigatewayv2/apiMapping.js";
import { Authorizer } from "@pulumi/aws/apigatewayv2/authorizer.js";
import { DomainName } from "@pulumi/aws/apigatewayv2/domainName.js";
import { Stage } from "@pulumi/aws/apigatewayv2/stage.js";
import { interpolate, type Output } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import type { Group } from "../../shared/program/component.ts";
import { resourceGroup } from "../../shared/program/resource.ts";
import type { AwsScope } from "../facts.ts";
import { corsMethods } from "../cors-methods.ts";
import { physicalName } from "../names.ts";

type ApiSpec = ResolvedResource<"api">["spec"];

/** An API Gateway HTTP API with one stage that is always what was last deployed. Routes come from http triggers. */
export function api(scope: AwsScope, resource: ResolvedResource<"api">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Api");
  const node = group.add(Api, "api", {
    name: scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place)),
    protocolType: "HTTP",
    ...(spec.cors && { corsConfiguration: apiCors(spec.cors) }),
    tags: resource.tags,
  });
  const stage = group.add(Stage, "stage", { apiId: node.id, name: "$default", autoDeploy: true, tags: resource.tags });
  if (spec.jwt) {
    group.add(Authorizer, "authorizer", {
      apiId: node.id,
      name: "jwt",
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: spec.jwt.issuer, audiences: spec.jwt.audience },
    });
  }
  const url = spec.domain ? addDomain(scope, resource, group, node, stage) : node.apiEndpoint;
  return { name: node.name, id: node.arn, url, component, nodes: group.nodes };
}

const apiCors = (cors: NonNullable<ApiSpec["cors"]>): ApiArgs["corsConfiguration"] => ({
  allowOrigins: cors.origins,
  allowMethods: corsMethods(cors),
  ...(cors.headers.length > 0 && { allowHeaders: cors.headers }),
  ...(cors.exposeHeaders.length > 0 && { exposeHeaders: cors.exposeHeaders }),
  allowCredentials: cors.credentials,
  maxAge: cors.maxAge,
});

/** The domain's DNS record is the owner's to make; its target is `nodes.domain.domainNameConfiguration.targetDomainName`. */
function addDomain(
  scope: AwsScope,
  { spec, tags }: ResolvedResource<"api">,
  group: Group,
  node: Api,
  stage: Stage,
): Output<string> {
  if (!spec.domain) return node.apiEndpoint;
  const domain = group.add(DomainName, "domain", {
    domainName: scope.value(spec.domain.name),
    domainNameConfiguration: {
      certificateArn: scope.value(spec.domain.certificate),
      endpointType: "REGIONAL",
      securityPolicy: "TLS_1_2",
    },
    tags,
  });
  group.add(ApiMapping, "mapping", { apiId: node.id, domainName: domain.id, stage: stage.id });
  return interpolate`https://${domain.domainName}`;
}
