import type { ServiceRequest } from "../../../core/http.ts";
import { type Compute, functionArn } from "../compute.ts";
import { denied, unsigned } from "../errors.ts";
import { type Claims, checkToken, parseJwtSettings } from "./jwt.ts";

/** The authentication types of an address. */
export interface Auth {
  readonly type: "anonymous" | "function" | "jwt";
  /** JSON text, of `jwt`. */
  readonly config?: string;
}

const NOTHING: Claims = { headers: {}, query: {} };

/**
 * Lets a request through, with what its token says.
 * @throws ApiError AccessDenied, or what the signature's check says.
 */
export async function authorizeHttp(
  { world }: Compute,
  request: ServiceRequest,
  auth: Auth,
  target: { readonly region: string; readonly functionName: string },
): Promise<Claims> {
  if (auth.type === "jwt") {
    return checkToken(request, parseJwtSettings(auth.config ?? "{}", "authConfig"), world.clock.now());
  }
  if (auth.type === "function") {
    const caller = world.authenticate(request, ["acs3-address", "roa"]);
    if (caller.type === "anonymous") throw unsigned();
    const resource = functionArn(world.account, target.region, target.functionName);
    if (!world.may(caller, "fc:InvokeFunction", resource, request)) {
      throw denied(`no policy of ${caller.arn} allows fc:InvokeFunction on ${resource}`);
    }
  }
  return NOTHING;
}
