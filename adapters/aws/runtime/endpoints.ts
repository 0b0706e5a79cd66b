import { SetupError } from "../../../runtime/errors.ts";

/** A service as hosts, signatures and variables name it. */
export interface ServiceName {
  /** In hosts and signatures: "secretsmanager". */
  readonly name: string;
  /** In `AWS_ENDPOINT_URL_<SERVICE>`: "SECRETS_MANAGER". */
  readonly variable: string;
}

/** Domains of the partitions that have another one than the first, by how the names of their regions begin. */
const DOMAINS: Readonly<Record<string, string>> = {
  cn: "amazonaws.com.cn",
  eusc: "amazonaws.eu",
  "us-iso": "c2s.ic.gov",
  "us-isob": "sc2s.sgov.gov",
  "us-isof": "csp.hci.ic.gov",
  "eu-isoe": "cloud.adc-e.uk",
};

/** Region that the function runs in. @throws SetupError when the environment doesn't name one. */
export function region(): string {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const found = AWS_REGION || AWS_DEFAULT_REGION;
  if (found) return found;
  throw new SetupError("the environment names no region: set AWS_REGION");
}

/** Address of a server that the environment names in place of the cloud: the service's own, or that of all. */
export function givenEndpoint({ variable }: ServiceName): URL | undefined {
  if (isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) return undefined;
  const found = process.env[`AWS_ENDPOINT_URL_${variable}`] || process.env.AWS_ENDPOINT_URL;
  return found ? new URL(found) : undefined;
}

/** Host of a service in the function's region. @throws SetupError for kinds of hosts that the clients do not know. */
export function hostOf(service: ServiceName): string {
  for (const name of ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"]) {
    if (isTrue(name)) {
      const own = `AWS_ENDPOINT_URL_${service.variable}`;
      throw new SetupError(`${name} is not supported by polyfn's clients. Set ${own} to the address of the endpoint.`);
    }
  }
  const where = region();
  const partition = /^(us-iso[bf]?|eu-isoe|eusc|cn)-/.exec(where)?.[1] ?? "";
  return `${service.name}.${where}.${DOMAINS[partition] ?? "amazonaws.com"}`;
}

const isTrue = (name: string): boolean => process.env[name]?.toLowerCase() === "true";
