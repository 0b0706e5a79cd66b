import anyProto from "google-protobuf/google/protobuf/any_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";

/**
 * Google's own message types. They are CommonJS without named exports that an import could see, so this module wraps
 * them.
 */
export const { Any } = anyProto;
export const { Empty } = emptyProto;
export const { Struct } = structProto;
export type Struct = InstanceType<typeof Struct>;
