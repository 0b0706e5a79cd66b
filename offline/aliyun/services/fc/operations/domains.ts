import { ApiError } from "../../../core/error.ts";
import { empty } from "../../../core/http.ts";
import type { Operation } from "../../../core/service.ts";
import type { Compute } from "../compute.ts";
import { alreadyExists, invalid } from "../errors.ts";
import { parseJwtSettings } from "../http/jwt.ts";
import { createDomain, type DomainSettings, updateDomain } from "../schemas/domain.ts";
import { parseBody } from "../schemas/parse.ts";
import type { DomainRecord } from "../state.ts";
import { viewDomain } from "../view.ts";
import { operation, page, parameter, resource } from "./operation.ts";

const domainResource = resource("custom-domains", "domainName");

export const domainOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "CreateCustomDomain",
    route: "POST /custom-domains",
    resource: domainResource,
    run: (call) => {
      const { isE2B: _, ...given } = parseBody(call, createDomain);
      check(given);
      const name = given.domainName.toLowerCase();
      if (fc.state.domains.some((domain) => domain.domainName.toLowerCase() === name)) {
        throw alreadyExists("DomainNameAlreadyExists", `domain name '${given.domainName}'`);
      }
      const now = fc.world.clock.now();
      const domain = { ...given, region: call.region, created: now, modified: now };
      fc.state.domains.push(domain);
      fc.world.changed();
      return viewDomain(fc, domain);
    },
  }),
  operation({
    name: "GetCustomDomain",
    route: "GET /custom-domains/{domainName}",
    resource: domainResource,
    run: (call) => viewDomain(fc, find(fc, call.region, parameter(call, "domainName"))),
  }),
  operation({
    name: "UpdateCustomDomain",
    route: "PUT /custom-domains/{domainName}",
    resource: domainResource,
    run: (call) => {
      const domain = find(fc, call.region, parameter(call, "domainName"));
      const { domainName: _, ...changes } = parseBody(call, updateDomain);
      const changed = withoutEmpty({ ...domain, ...changes, modified: fc.world.clock.now() });
      check(changed);
      fc.state.domains = fc.state.domains.map((other) => (other === domain ? changed : other));
      fc.world.changed();
      return viewDomain(fc, changed);
    },
  }),
  operation({
    name: "DeleteCustomDomain",
    route: "DELETE /custom-domains/{domainName}",
    resource: domainResource,
    run: (call) => {
      const domain = find(fc, call.region, parameter(call, "domainName"));
      fc.state.domains = fc.state.domains.filter((other) => other !== domain);
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListCustomDomains",
    route: "GET /custom-domains",
    resource: resource("custom-domains"),
    run: (call) => {
      const domains = fc.state.domains.filter((domain) => domain.region === call.region);
      const { items, nextToken } = page(call, domains, (domain) => domain.domainName);
      return { customDomains: items.map((domain) => viewDomain(fc, domain)), ...(nextToken && { nextToken }) };
    },
  }),
];

function find({ state }: Compute, region: string, name: string): DomainRecord {
  const found = state.domains.find(
    (domain) => domain.region === region && domain.domainName.toLowerCase() === name.toLowerCase(),
  );
  if (!found) throw new ApiError(404, "DomainNameNotFound", `domain name '${name}' does not exist`);
  return found;
}

/** `{}` takes a setting away. */
const withoutEmpty = (domain: DomainRecord): DomainRecord =>
  Object.fromEntries(
    Object.entries(domain).filter(([, value]) => typeof value !== "object" || Object.keys(value as object).length > 0),
  ) as unknown as DomainRecord;

function check({ protocol, certConfig, routeConfig, authConfig }: DomainSettings): void {
  if (protocol.includes("HTTPS") && !(certConfig?.certificate && certConfig.privateKey)) {
    throw invalid(`certConfig: protocol ${protocol} needs a certificate and its private key`);
  }
  if (authConfig?.authType === "jwt") parseJwtSettings(authConfig.authInfo ?? "{}", "authConfig.authInfo");
  const taken = new Set<string>();
  for (const { path, methods = [], rewriteConfig } of routeConfig?.routes ?? []) {
    for (const method of methods.length > 0 ? methods : ["*"]) {
      if (taken.has(`${method} ${path}`)) throw invalid(`routeConfig: path '${path}' is there twice`);
      taken.add(`${method} ${path}`);
    }
    for (const { match } of rewriteConfig?.regexRules ?? []) checkExpression(match);
  }
}

function checkExpression(match: string): void {
  try {
    new RegExp(match);
  } catch {
    throw invalid(`routeConfig: '${match}' is no regular expression`);
  }
}
