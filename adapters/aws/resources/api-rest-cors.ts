import type { Cors } from "../../../model/shared-fields.ts";
import type { Symbolic } from "../../graph/expression.ts";
import type { Group } from "../../graph/group.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { OutputsOf } from "../../graph/provider-types.ts";
import type { AwsTypes } from "../resource-types.ts";

type RestApi = NodeRef<OutputsOf<AwsTypes, "aws:apigateway/restApi:RestApi">>;

import { routeChild } from "../routes.ts";

/** Answers a browser's question before a cross-origin request, on every path that no function answers OPTIONS for. */
export function addPreflight(
  group: Group<AwsTypes>,
  api: RestApi,
  cors: Cors,
  methods: ReadonlyMap<string, readonly string[]>,
  ids: ReadonlyMap<string, Symbolic<string>>,
): void {
  for (const [path, taken] of [...methods].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const resourceId = ids.get(path);
    if (resourceId && !taken.includes("OPTIONS"))
      addOptions(group, api, cors, routeChild(`OPTIONS ${path}`), resourceId);
  }
}

function addOptions(
  group: Group<AwsTypes>,
  api: RestApi,
  cors: Cors,
  child: string,
  resourceId: Symbolic<string>,
): void {
  const headers = preflightHeaders(cors);
  const names = Object.keys(headers).map((header) => `method.response.header.${header}`);
  const place = { restApi: ref(api, "id"), resourceId };
  const method = group.add("aws:apigateway/method:Method", `cors-${child}`, {
    ...place,
    httpMethod: "OPTIONS",
    authorization: "NONE",
  });
  const at = { ...place, httpMethod: ref(method, "httpMethod") };
  const integration = group.add("aws:apigateway/integration:Integration", `cors-integration-${child}`, {
    ...at,
    type: "MOCK",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
  });
  const response = group.add("aws:apigateway/methodResponse:MethodResponse", `cors-response-${child}`, {
    ...at,
    statusCode: "200",
    responseParameters: Object.fromEntries(names.map((name) => [name, true])),
  });
  group.add(
    "aws:apigateway/integrationResponse:IntegrationResponse",
    `cors-answer-${child}`,
    {
      ...at,
      statusCode: ref(response, "statusCode"),
      responseParameters: Object.fromEntries(
        Object.entries(headers).map(([header, value]) => [`method.response.header.${header}`, `'${value}'`]),
      ),
    },
    { dependsOn: [integration] },
  );
}

const ALL_METHODS = "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS";

/** A mock can't look at the request's origin: with several allowed it can only name the first. */
function preflightHeaders(cors: Cors): Record<string, string> {
  return {
    "Access-Control-Allow-Origin": cors.origins.includes("*") ? "*" : (cors.origins[0] ?? "*"),
    "Access-Control-Allow-Methods": cors.methods.includes("*") ? ALL_METHODS : cors.methods.join(","),
    ...(cors.headers.length > 0 && { "Access-Control-Allow-Headers": cors.headers.join(",") }),
    ...(cors.maxAge > 0 && { "Access-Control-Max-Age": String(cors.maxAge) }),
    ...(cors.credentials && { "Access-Control-Allow-Credentials": "true" }),
  };
}
