import type { Problem } from "../../../model/errors.ts";
import type { Planned } from "../../contract.ts";
import { functionOf, type PlannedNode } from "../../graph/planned-graph.ts";
import { problem, when } from "../../shared/problem.ts";
import { regionOf } from "../../shared/region.ts";

/** Bytes of a function's own policy. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_FUNCTION_POLICY = 20_480;

/** Inputs of a statement of a function's own policy. */
interface PermissionInputs {
  readonly statementId: string;
  readonly action: string;
  readonly principal: string;
  readonly qualifier?: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly functionUrlAuthType?: string;
  readonly invokedViaFunctionUrl?: boolean;
}

/** The policy of a function has a limited length. */
export function checkPolicies({ graph, deployment }: Planned): Problem[] {
  const byFunction = new Map<string, PlannedNode<PermissionInputs>[]>();
  for (const permission of graph.ofType<PermissionInputs>("aws:lambda/permission:Permission")) {
    const fn = functionOf(permission.node) ?? "";
    const others = byFunction.get(fn);
    if (others === undefined) byFunction.set(fn, [permission]);
    else others.push(permission);
  }
  return [...byFunction].flatMap(([fn, permissions]) => {
    const name = `arn:aws:lambda:${regionOf(deployment)}:000000000000:function:${deployment.prefix}-${fn}`;
    const bytes = policyBytes(name, permissions);
    return when(bytes > MAX_FUNCTION_POLICY, () =>
      problem(
        "out-of-range",
        ["functions", fn, "triggers"],
        `Who may call the function takes a policy of about ${bytes} bytes; Lambda allows ${MAX_FUNCTION_POLICY}.`,
        'Split the function, or answer several routes with one: "ANY /items/{path+}".',
      ),
    );
  });
}

/** Bytes of the policy that Lambda makes of the statements. */
const policyBytes = (resource: string, permissions: readonly PlannedNode<PermissionInputs>[]): number =>
  Buffer.byteLength(
    JSON.stringify({
      Version: "2012-10-17",
      Id: "default",
      Statement: permissions.map(({ inputs }) => statement(resource, inputs)),
    }),
  );

function statement(resource: string, inputs: PermissionInputs): object {
  const equals = {
    ...(inputs.sourceAccount !== undefined && { "AWS:SourceAccount": inputs.sourceAccount }),
    ...(inputs.functionUrlAuthType !== undefined && { "lambda:FunctionUrlAuthType": inputs.functionUrlAuthType }),
  };
  const condition = {
    ...(inputs.sourceArn !== undefined && { ArnLike: { "AWS:SourceArn": inputs.sourceArn } }),
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(inputs.invokedViaFunctionUrl && { Bool: { "lambda:InvokedViaFunctionUrl": "true" } }),
  };
  return {
    Sid: inputs.statementId,
    Effect: "Allow",
    Principal: principalOf(inputs.principal),
    Action: inputs.action,
    Resource: inputs.qualifier === undefined ? resource : `${resource}:${inputs.qualifier}`,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function principalOf(principal: string): unknown {
  if (principal === "*") return "*";
  if (principal.startsWith("arn:")) return { AWS: principal };
  return /^\d+$/.test(principal) ? { AWS: `arn:aws:iam::${principal}:root` } : { Service: principal };
}
