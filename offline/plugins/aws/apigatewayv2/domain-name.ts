import type { DomainNameConfiguration, EndpointType, IpAddressType, RoutingMode } from "@aws-sdk/client-apigatewayv2";
import type { DomainNameArgs, DomainNameState } from "@pulumi/aws/apigatewayv2/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { until } from "../wait.ts";
import { domainNameTable } from "./domain-name.table.ts";
import { manageArn, tag, tagsOf } from "./shared.ts";

type Inputs = Plain<DomainNameArgs>;
type State = Plain<DomainNameState>;

const domainNameType: ResourceType<AwsContext, Inputs, State> = {
  table: domainNameTable,

  async create(aws, inputs) {
    const { domainName, mutualTlsAuthentication: mutual } = inputs;
    await (await aws.client("apigatewayv2")).createDomainName({
      DomainName: domainName,
      DomainNameConfigurations: [configuration(inputs)],
      MutualTlsAuthentication: mutual && {
        TruststoreUri: mutual.truststoreUri,
        TruststoreVersion: mutual.truststoreVersion,
      },
      RoutingMode: inputs.routingMode as RoutingMode | undefined,
      Tags: aws.tags(inputs),
    });
    return finish(domainName, () => available(aws, domainName));
  },

  async read(aws, id, last) {
    const domain = await (await aws.client("apigatewayv2")).getDomainName({ DomainName: id });
    const [found] = domain.DomainNameConfigurations ?? [];
    if (!found) return undefined;
    const given = last.domainNameConfiguration;
    const { MutualTlsAuthentication: mutual } = domain;
    return {
      apiMappingSelectionExpression: domain.ApiMappingSelectionExpression,
      arn: manageArn(aws, `/domainnames/${id}`),
      domainName: domain.DomainName,
      domainNameConfiguration: {
        certificateArn: found.CertificateArn ?? given?.certificateArn ?? "",
        endpointType: found.EndpointType ?? given?.endpointType ?? "",
        hostedZoneId: found.HostedZoneId,
        ipAddressType: found.IpAddressType,
        ownershipVerificationCertificateArn: found.OwnershipVerificationCertificateArn,
        securityPolicy: found.SecurityPolicy ?? given?.securityPolicy ?? "",
        targetDomainName: found.ApiGatewayDomainName,
      },
      mutualTlsAuthentication: mutual?.TruststoreUri
        ? { truststoreUri: mutual.TruststoreUri, truststoreVersion: mutual.TruststoreVersion }
        : null,
      routingMode: domain.RoutingMode,
      ...aws.tagState(await tagsOf(aws, manageArn(aws, `/domainnames/${id}`), domain.Tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const gateway = await aws.client("apigatewayv2");
    const { mutualTlsAuthentication: mutual } = inputs;
    const off = old.mutualTlsAuthentication ? { TruststoreUri: "" } : undefined;
    await gateway.updateDomainName({
      DomainName: id,
      DomainNameConfigurations: [configuration(inputs)],
      MutualTlsAuthentication: mutual
        ? { TruststoreUri: mutual.truststoreUri, TruststoreVersion: mutual.truststoreVersion }
        : off,
      RoutingMode: inputs.routingMode as RoutingMode | undefined,
    });
    await available(aws, id);
    await tag(aws, manageArn(aws, `/domainnames/${id}`), old.tagsAll, aws.tags(inputs));
  },

  async delete(aws, id) {
    await (await aws.client("apigatewayv2")).deleteDomainName({ DomainName: id });
  },

  find: async (_aws, inputs) => inputs.domainName,
};

function configuration({ domainNameConfiguration: domain }: Inputs): DomainNameConfiguration {
  return {
    CertificateArn: domain.certificateArn,
    EndpointType: domain.endpointType as EndpointType,
    IpAddressType: domain.ipAddressType as IpAddressType | undefined,
    OwnershipVerificationCertificateArn: domain.ownershipVerificationCertificateArn,
    SecurityPolicy: domain.securityPolicy as DomainNameConfiguration["SecurityPolicy"],
  };
}

async function available(aws: AwsContext, DomainName: string): Promise<void> {
  await until(`domain ${DomainName} to be available`, aws.signal, async () => {
    const { DomainNameConfigurations } = await (await aws.client("apigatewayv2")).getDomainName({ DomainName });
    return DomainNameConfigurations?.[0]?.DomainNameStatus !== "UPDATING";
  });
}

export const domainName = erase(domainNameType);
