import { SetupError } from "../errors.ts";
import { answerCall } from "./answer.ts";
import type { Codec, Delivery, Matching, Method, NamedTrigger } from "./codec.ts";
import { install } from "./fetch.ts";
import { isRequestMethod } from "./http-event.ts";
import type { Invocation } from "./invocation.ts";
import { onSource } from "./trigger-of.ts";

install();

/** An http trigger, as far as every shim knows it. */
export interface HttpTrigger extends NamedTrigger {
  /** The api that it belongs to. Absent: the function's own address. */
  readonly api?: string;
  /** With `api`: as in the spec, "GET /items/{id}" or "ANY /". Absent: every request. */
  readonly routes?: readonly string[];
}

/** The handler's input of a call. */
export type Asked = Pick<Invocation, "http" | "params"> & { readonly request: Request };

/** Calls over HTTP. */
export interface HttpCodec<Raw, Trigger> extends Matching<Raw, Trigger> {
  methodOf(event: Raw): string;
  /** The request, or the answer to a call that does not reach the handler. */
  decode(event: Raw, delivery: Delivery<Trigger>): Asked | Response;
  /** The response in the form in which the platform takes it. `early`: the handler was not asked. */
  acknowledge(response: Response, event: Raw, delivery: Delivery<Trigger>, early: boolean): Promise<unknown>;
}

export const httpCodec = <Raw, Trigger extends HttpTrigger>(
  codec: HttpCodec<Raw, Trigger>,
): Codec<Raw, Request, Trigger> => ({
  ...codec,
  handle(event, method, delivery) {
    let early = false;
    return answerCall(
      delivery.ctx,
      () => {
        // The Fetch standard has no request with the other methods.
        const asked = isRequestMethod(codec.methodOf(event))
          ? codec.decode(event, delivery)
          : new Response(null, { status: 501 });
        early = !("request" in asked);
        return "request" in asked ? respondTo(asked, method, delivery.ctx) : asked;
      },
      (response) => codec.acknowledge(response, event, delivery, early),
    );
  },
});

async function respondTo(
  { request, params, http }: Asked,
  method: Method<Request>,
  ctx: Invocation,
): Promise<Response> {
  ctx.params = params;
  ctx.http = http;
  const response = await method(request, ctx);
  if (response instanceof Response) return response;
  throw new SetupError(`http() must return a Response; it returned ${response === null ? "null" : typeof response}`);
}

/**
 * The triggers of an address. Who may call differs from api to api, so none may be taken for another.
 * @param address As the deployment writes it of an api. Absent: the function's own.
 */
export const triggersAt = <Trigger extends HttpTrigger>(
  address: string | undefined,
  triggers: readonly Trigger[],
): readonly Trigger[] => {
  const ofApis = address !== undefined;
  const candidates = triggers.filter(({ api }) => (api !== undefined) === ofApis);
  return onSource(address, candidates, ({ api }) => api);
};
