import { CustomResource, type CustomResourceOptions, type Input, ProviderResource } from "@pulumi/pulumi";

export interface UploadArgs {
  /** Digest of the package. */
  readonly package: Input<string>;
}

// These stand for the Pulumi package of another provider, such as one that runs commands.

export class Upload extends CustomResource {
  constructor(name: string, args: UploadArgs, options?: CustomResourceOptions) {
    super("publish:index:Upload", name, { ...args }, options);
  }
}

export class PublishProvider extends ProviderResource {
  constructor(name: string, inputs: Record<string, Input<unknown>>, options?: CustomResourceOptions) {
    super("publish", name, inputs, options);
  }
}
