import { type Fault, type FaultInjector, type FaultyKind, type Refusal, type Refusals, refusalOf } from "./faults.ts";

/** All the vendor's errors have a message. */
interface Told extends Refusal {
  readonly message: string;
}

interface FaultyService extends Refusals<Told> {
  /** The emulator's names of the services. */
  readonly services: readonly string[];
}

const refusal = (status: number, code: string, message: string): Told => ({ status, code, message });
const failed = (code = "InternalError"): Told => refusal(500, code, "The request failed due to an internal error.");

/** https://www.alibabacloud.com/help/en/mns/developer-reference/flow-limiting-policy */
const messages: FaultyService = {
  services: ["mns"],
  throttled: refusal(429, "TooManyRequests", "The request is denied by cluster flow limiter for too many requests."),
  failed: failed(),
};

const SERVICES: { readonly [K in FaultyKind]: FaultyService } = {
  bucket: {
    services: ["oss"],
    throttled: refusal(503, "QpsLimitExceeded", "The requests exceed the QPS limit."),
    failed: failed(),
  },
  queue: messages,
  topic: messages,
  stream: {
    services: ["sls"],
    throttled: refusal(403, "WriteQuotaExceed", "Write quota is exceeded."),
    failed: failed("InternalServerError"),
  },
  table: {
    services: ["ots"],
    throttled: refusal(503, "OTSServerBusy", "Server is busy."),
    failed: failed("OTSInternalServerError"),
  },
  bus: {
    services: ["eventbridge"],
    throttled: refusal(429, "Throttling", "Request was denied due to request throttling."),
    failed: failed(),
  },
  secret: {
    services: ["kms", "oos"],
    throttled: refusal(429, "Rejected.Throttling", "The request was denied due to request throttling."),
    failed: failed("InternalFailure"),
  },
  function: {
    services: ["fc"],
    throttled: refusal(429, "ResourceThrottled", "The request was throttled."),
    failed: failed("InternalServerError"),
  },
};

type OwnApi = (method: "POST" | "DELETE", body: object) => Promise<unknown>;

/** Faults in the emulator itself, for the calls that roles of the app make. */
export const emulatorFaults = (prefix: string, faults: OwnApi): FaultInjector => ({
  variables: {},
  async add({ kind, effect, times, delay }: Fault) {
    const { services, ...refusals } = SERVICES[kind];
    await faults("POST", { prefix, services, times, delay, refusal: refusalOf(effect, refusals) });
  },
  clear: async () => void (await faults("DELETE", { prefix })),
  stop: async () => undefined,
});
