import type { Issuer } from "./issuer.ts";

/** The surroundings of the app, which differ from cloud to cloud. */
export interface Given {
  /** The protocol that custom runtimes speak; name of a directory below `functions/custom`. */
  readonly cloud: "aws" | "aliyun";
  /** The account that the app is deployed to. */
  readonly account: string;
  /** The issuer of tokens, and the keys to verify them with. */
  readonly issuer: Issuer;
  /** Identifier of a layer with the Node.js package `from-layer`, which is the text "layered". */
  readonly layer: string;
  /** Identifier of a symmetric key that can encrypt what every service keeps. */
  readonly key: string;
  readonly image: string;
  readonly network: { readonly id: string; readonly subnets: string[]; readonly securityGroups: string[] };
  readonly fileSystem: string;
  readonly certificate: string;
}
