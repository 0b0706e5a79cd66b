import { ofType, type Planned } from "../planned.ts";

/** A call that a service makes to a function, and what must be allowed for it to arrive. */
export interface Call {
  /** Logical name of the resource that makes the service call. */
  readonly by: string;
  /** ARN of the function, with its alias if any. */
  readonly target: string;
  readonly action: string;
  readonly principal: string;
  /** True if this source is the one that will call. */
  readonly from?: string;
}

const FUNCTION_ARN = /arn:[\w-]+:lambda:[\w-]+:\d+:function:[\w-]+(:[\w-]+)?/;

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));

const functionArn = (name: unknown, qualifier: unknown): string =>
  `arn:aws:lambda:eu-west-1:123456789012:function:${text(name)}${qualifier === undefined ? "" : `:${text(qualifier)}`}`;

/** Every call that push sources of a plan will make. Polled sources and the scheduler call with a role instead. */
export function callsOf(planned: readonly Planned[]): Call[] {
  return [
    ...ofType(planned, "TopicSubscription")
      .filter(({ inputs }) => inputs.protocol === "lambda")
      .map(({ name, inputs }) => invoke(name, inputs.endpoint, "sns.amazonaws.com", text(inputs.topic))),
    ...ofType(planned, "BucketNotification").flatMap(({ name, inputs }) =>
      (inputs.lambdaFunctions as Record<string, unknown>[]).map((entry) =>
        invoke(name, entry.lambdaFunctionArn, "s3.amazonaws.com", `arn:aws:s3:::${text(inputs.bucket)}`),
      ),
    ),
    ...ofType(planned, "EventTarget")
      .filter(({ inputs }) => FUNCTION_ARN.test(text(inputs.arn)))
      .map(({ name, inputs }) => invoke(name, inputs.arn, "events.amazonaws.com", ruleArn(inputs))),
    ...ofType(planned, "LogSubscriptionFilter").map(({ name, inputs }) =>
      invoke(
        name,
        inputs.destinationArn,
        "logs.amazonaws.com",
        `arn:aws:logs:eu-west-1:123456789012:log-group:${text(inputs.logGroup)}:*`,
      ),
    ),
    ...ofType(planned, "FunctionUrl").flatMap(urlCalls),
    ...routeCalls(planned),
    ...restCalls(planned),
  ];
}

const invoke = (by: string, target: unknown, principal: string, from: string): Call => ({
  by,
  target: FUNCTION_ARN.exec(text(target))?.[0] ?? text(target),
  action: "lambda:InvokeFunction",
  principal,
  from,
});

function ruleArn(inputs: Planned["inputs"]): string {
  const bus = inputs.eventBusName ?? "default";
  const path = bus === "default" ? text(inputs.rule) : `${text(bus)}/${text(inputs.rule)}`;
  return `arn:aws:events:eu-west-1:123456789012:rule/${path}`;
}

function urlCalls({ name, inputs }: Planned): Call[] {
  if (inputs.authorizationType !== "NONE") return [];
  const target = functionArn(inputs.functionName, inputs.qualifier);
  return ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"].map((action) => ({
    by: name,
    target,
    action,
    principal: "*",
  }));
}

const sample = (path: string): string => path.replace(/\{[^}]+\}/g, "some-value");

/** Routes of HTTP APIs, through the integration they point to. */
function routeCalls(planned: readonly Planned[]): Call[] {
  const integrations = new Map(
    ofType(planned, "apigatewayv2/integration:Integration").map(({ name, inputs }) => [
      `integrations/${name}-id`,
      inputs.integrationUri,
    ]),
  );
  return ofType(planned, "apigatewayv2/route:Route").map(({ name, inputs }) => {
    const [method = "", path] = text(inputs.routeKey).split(" ");
    const api = text(inputs.apiId).replace(/-id$/, "");
    const request = path === undefined ? method : `${method === "ANY" ? "PATCH" : method}${sample(path)}`;
    return invoke(
      name,
      integrations.get(text(inputs.target)),
      "apigateway.amazonaws.com",
      `arn:aws:execute-api:eu-west-1:123456789012:${api}-id/$default/${request}`,
    );
  });
}

/** Methods of REST APIs that are answered by a function. */
function restCalls(planned: readonly Planned[]): Call[] {
  const paths = new Map(
    ofType(planned, "apigateway/resource:Resource").map((resource) => [`${resource.name}-id`, resource]),
  );
  const pathOf = (id: string): string => {
    const node = paths.get(id);
    return node ? `${pathOf(text(node.inputs.parentId))}/${text(node.inputs.pathPart)}` : "";
  };
  return ofType(planned, "apigateway/integration:Integration")
    .filter(({ inputs }) => inputs.type === "AWS_PROXY")
    .map(({ name, inputs }) => {
      const api = text(inputs.restApi).replace(/-id$/, "");
      const method = inputs.httpMethod === "ANY" ? "PATCH" : text(inputs.httpMethod);
      return invoke(
        name,
        inputs.uri,
        "apigateway.amazonaws.com",
        `arn:aws:execute-api:eu-west-1:123456789012:${api}-id/live/${method}${sample(pathOf(text(inputs.resourceId))) || "/"}`,
      );
    });
}

/** Calls that no statement of a function's policy allows: they would be refused by AWS, though not by every emulator. */
export function forbidden(planned: readonly Planned[]): Call[] {
  const statements = ofType(planned, "Permission").map(({ inputs }) => inputs);
  return callsOf(planned).filter((call) => !statements.some((statement) => allows(statement, call)));
}

function allows(statement: Planned["inputs"], call: Call): boolean {
  return (
    statement.action === call.action &&
    statement.principal === call.principal &&
    functionArn(statement.function, statement.qualifier) === call.target &&
    (call.from === undefined ? urlStatement(statement) : like(text(statement.sourceArn), call.from))
  );
}

/**
 * True if a statement allows all that another one does: two triggers of one function on one bucket have a statement each
 * that says the same, and one for every path of an API says what one for its root does.
 */
export function saysAsMuch(resource: Planned, permission: Planned): boolean {
  const [mine, other] = [resource.inputs, permission.inputs];
  const same = ["action", "function", "qualifier", "principal", "invokedViaFunctionUrl", "functionUrlAuthType"];
  return (
    resource.type === permission.type &&
    same.every((key) => mine[key] === other[key]) &&
    like(text(mine.sourceArn), text(other.sourceArn))
  );
}

/** Of the two statements of a public address, one is for the address and one for the call through it. */
const urlStatement = (statement: Planned["inputs"]): boolean =>
  statement.action === "lambda:InvokeFunctionUrl"
    ? statement.functionUrlAuthType === "NONE"
    : statement.invokedViaFunctionUrl === true;

/** IAM's ArnLike: `*` is any text. */
function like(pattern: string, arn: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(arn);
}
