import type { ServiceRequest, ServiceResponse } from "../../../core/http.ts";
import type { Call, HostFacts, Operation } from "../../../core/service.ts";
import { decode, decodeWhole, encode } from "../codec.ts";
import type { Space, TableState } from "../state.ts";
import type { Table } from "../table.ts";

/** The context of an operation besides its message. */
export interface Context {
  readonly call: Call;
  readonly state: TableState;
  readonly instance: string;
  readonly space: Space;
  readonly now: number;
  /** @throws ApiError OTSObjectNotExist */
  table(name: string): Table;
}

interface Description<T> {
  readonly name: string;
  /** Default: `/` and the name. */
  readonly path?: string;
  /** Types of the messages; default: the name, with Request and Response behind. */
  readonly request?: string;
  readonly response?: string;
  /** The action that RAM is asked for; default: `ots:` and the name. */
  readonly action?: string;
  /** Tables that it is about, for RAM. */
  tables(message: T): readonly string[];
  run(message: T, context: Context): object;
}

/** Operations that change tables and rows. */
const CHANGING = /^(Add|BatchWrite|Delete|Drop|Put|Update)/;

/** An operation: a message in, a message out. */
export function action<T>(state: TableState, described: Description<T>): Operation {
  const { name, path = `/${name}`, request = `${name}Request`, response = `${name}Response` } = described;
  const read = (call: Call): T => (CHANGING.test(name) ? decodeWhole : decode)<T>(request, call.request.body);
  return {
    name,
    route: { method: "POST", path },
    permission: {
      action: described.action ?? `ots:${name}`,
      resource: (call) => described.tables(read(call)).map((table) => arn(call, instanceName(call), `table/${table}`)),
    },
    run: (call) => {
      const instance = instanceName(call);
      const space = state.space(call.region, instance);
      const context: Context = {
        call,
        state,
        instance,
        space,
        now: state.world.clock.now(),
        table: (table) => state.table(call.region, instance, table),
      };
      return answer(encode(response, described.run(read(call), context)));
    },
  };
}

/** The instance is in a header, and in the host name where there is one. */
export const instanceName = ({ request, host }: { request: ServiceRequest; host: HostFacts }): string =>
  request.headers["x-ots-instancename"] ?? host.subject ?? "";

export const arn = ({ region, account }: Pick<Call, "region" | "account">, instance: string, part: string): string =>
  `acs:ots:${region}:${account}:instance/${instance}/${part}`;

const answer = (body: Buffer): ServiceResponse => ({ status: 200, body });

export const consumed = (read: number, write: number) => ({ capacity_unit: { read, write } });
