import { type Compute, findLayerVersion, functionArn, isoTime } from "./compute.ts";
import type { AliasRecord, DomainRecord, FunctionRecord, LayerRecord, LayerVersionRecord, Revision } from "./state.ts";

/** Records as the API shows them. What isn't set is left out: clients compare it with what they sent. */

export function viewFunction(fc: Compute, fn: FunctionRecord, revision: Revision, description?: string): object {
  const { layers, role, ...settings } = revision.settings;
  const tags = Object.entries(fn.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    functionName: fn.name,
    functionId: fn.id,
    functionArn: functionArn(fc.world.account, fn.region, fn.name),
    ...settings,
    ...(description !== undefined && { description }),
    role: role ?? "",
    ...(layers?.length && {
      layers: layers.map((arn) => ({ arn, size: findLayerVersion(fc, fn.region, arn)?.code.size ?? 0 })),
    }),
    codeSize: revision.code?.size ?? 0,
    codeChecksum: revision.code?.checksum ?? "",
    createdTime: isoTime("created" in revision ? Number(revision.created) : fn.created),
    lastModifiedTime: isoTime(revision.modified),
    ...(tags.length > 0 && { tags }),
    ...(fn.restriction && {
      invocationRestriction: {
        disable: fn.restriction.disable,
        ...(fn.restriction.reason !== undefined && { reason: fn.restriction.reason }),
        lastModifiedTime: isoTime(fn.restriction.modified),
      },
    }),
    resourceGroupId: fn.resourceGroup,
    state: "Active",
    lastUpdateStatus: "Successful",
  };
}

export const viewAlias = ({ created, modified, ...alias }: AliasRecord): object => ({
  ...alias,
  createdTime: isoTime(created),
  lastModifiedTime: isoTime(modified),
});

export const viewLayer = (fc: Compute, layer: LayerRecord, version: LayerVersionRecord, address: string): object => ({
  layerName: layer.layerName,
  version: version.version,
  layerVersionArn: layerArn(fc, layer, version.version),
  acl: layer.acl,
  compatibleRuntime: version.compatibleRuntime,
  ...(version.description !== undefined && { description: version.description }),
  ...(version.license !== undefined && { license: version.license }),
  code: { location: address, repositoryType: "OSS" },
  codeSize: version.code.size,
  codeChecksum: version.code.checksum,
  createTime: isoTime(version.created),
});

export const layerArn = ({ world }: Compute, { region, layerName }: LayerRecord, version: number): string =>
  `acs:fc:${region}:${world.account}:layers/${layerName}/versions/${version}`;

export function viewDomain({ world }: Compute, domain: DomainRecord): object {
  const { created, modified, region: _, certConfig, ...shown } = domain;
  return {
    accountId: world.account,
    apiVersion: "2023-03-30",
    ...shown,
    // A private key never comes back.
    ...(certConfig && { certConfig: { certName: certConfig.certName, certificate: certConfig.certificate } }),
    createdTime: isoTime(created),
    lastModifiedTime: isoTime(modified),
    subdomainCount: domain.domainName.startsWith("*.") ? "1" : "0",
  };
}
