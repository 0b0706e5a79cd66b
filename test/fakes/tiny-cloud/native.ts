import { CustomResource, type CustomResourceOptions, type Input, type Output, ProviderResource } from "@pulumi/pulumi";

/** Stands for a cloud's Pulumi package: one class for every type of resource. */
export class TinyResource extends CustomResource {
  declare readonly name: Output<string>;
  declare readonly address: Output<string>;
  constructor(type: string, name: string, inputs: Record<string, Input<unknown>>, options: CustomResourceOptions) {
    super(`tiny:index:${type}`, name, { address: undefined, ...inputs }, options);
  }
}

export class TinyProvider extends ProviderResource {
  constructor(name: string, inputs: Record<string, Input<unknown>>, options: CustomResourceOptions) {
    super("tiny", name, inputs, options);
  }
}
