import type { ResolvedResource } from "../../../model/resolve.ts";
import { type Symbolic, text } from "../../graph/expression.ts";
import { type Group, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { InputsOf, OutputsOf } from "../../graph/provider-types.ts";
import type { AwsScope } from "../context.ts";
import { corsMethods } from "../cors-methods.ts";
import { physicalName } from "../names.ts";
import type { AwsTypes } from "../resource-types.ts";

type Node<Token extends keyof AwsTypes> = NodeRef<OutputsOf<AwsTypes, Token>>;
type ApiInputs = InputsOf<AwsTypes, "aws:apigatewayv2/api:Api">;
type ApiSpec = ResolvedResource<"api">["spec"];

/** An API Gateway HTTP API with one stage that is always what was last deployed. Routes come from http triggers. */
export function api(scope: AwsScope, resource: ResolvedResource<"api">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Api");
  const node = group.add("aws:apigatewayv2/api:Api", "api", {
    name: physicalName(scope.deployment, resource, scope.context.place),
    protocolType: "HTTP",
    ...(spec.cors && { corsConfiguration: apiCors(spec.cors) }),
    tags: resource.tags,
  });
  const stage = group.add("aws:apigatewayv2/stage:Stage", "stage", {
    apiId: ref(node, "id"),
    name: "$default",
    autoDeploy: true,
    tags: resource.tags,
  });
  if (spec.jwt) {
    group.add("aws:apigatewayv2/authorizer:Authorizer", "authorizer", {
      apiId: ref(node, "id"),
      name: "jwt",
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: spec.jwt.issuer, audiences: spec.jwt.audience },
    });
  }
  const url = spec.domain ? addDomain(scope, resource, group, node, stage) : ref(node, "apiEndpoint");
  return { name: ref(node, "name"), id: ref(node, "arn"), url, component, nodes: group.nodes };
}

const apiCors = (cors: NonNullable<ApiSpec["cors"]>): ApiInputs["corsConfiguration"] => ({
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
  group: Group<AwsTypes>,
  node: Node<"aws:apigatewayv2/api:Api">,
  stage: Node<"aws:apigatewayv2/stage:Stage">,
): Symbolic<string> {
  if (!spec.domain) return ref(node, "apiEndpoint");
  const domain = group.add("aws:apigatewayv2/domainName:DomainName", "domain", {
    domainName: scope.value(spec.domain.name),
    domainNameConfiguration: {
      certificateArn: scope.value(spec.domain.certificate),
      endpointType: "REGIONAL",
      securityPolicy: "TLS_1_2",
    },
    tags,
  });
  group.add("aws:apigatewayv2/apiMapping:ApiMapping", "mapping", {
    apiId: ref(node, "id"),
    domainName: ref(domain, "id"),
    stage: ref(stage, "id"),
  });
  return text`https://${ref(domain, "domainName")}`;
}
