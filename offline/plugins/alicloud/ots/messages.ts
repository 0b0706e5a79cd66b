import protobuf from "protobufjs";

/**
 * Tablestore messages that the vendor's Node.js client lacks: encryption, defined columns and tunnels. Field numbers
 * are those of the vendor's Go SDK.
 * https://github.com/aliyun/aliyun-tablestore-go-sdk/tree/master/tunnel/protocol
 */
const { root } = protobuf.parse(`
syntax = "proto2";
message KeyColumn { required string name = 1; required int32 type = 2; }
message TableMeta {
  required string tableName = 1;
  repeated KeyColumn primaryKey = 2;
  repeated DefinedColumn definedColumn = 3;
}
message CapacityUnit { optional int32 read = 1; optional int32 write = 2; }
message ReservedThroughput { required CapacityUnit capacityUnit = 1; }
message TableOptions {
  optional int32 timeToLive = 1;
  optional int32 maxVersions = 2;
  optional int64 deviationCellVersionInSec = 5 [default = 86400];
  optional bool allowUpdate = 6 [default = true];
}
message Encryption {
  required bool enable = 1;
  optional int32 keyType = 2;
  optional string keyId = 3;
  optional string roleArn = 4;
}
message CreateTableRequest {
  required TableMeta tableMeta = 1;
  required ReservedThroughput reservedThroughput = 2;
  optional TableOptions tableOptions = 3;
  optional Encryption encryption = 6;
}
message DescribeTableRequest { required string tableName = 1; }
message DescribeTableResponse {
  required TableMeta tableMeta = 1;
  required TableOptions tableOptions = 3;
  optional Encryption encryption = 7;
}
message DefinedColumn { required string name = 1; required int32 type = 2; }
message AddDefinedColumnRequest { required string tableName = 1; repeated DefinedColumn columns = 2; }
message DeleteDefinedColumnRequest { required string tableName = 1; repeated string columns = 2; }
message Tunnel { required string tableName = 1; required string tunnelName = 3; required int32 tunnelType = 4; }
message CreateTunnelRequest { required Tunnel tunnel = 1; }
message TunnelRequest { required string tableName = 1; required string tunnelName = 2; }
message TunnelInfo {
  required string tunnelId = 1;
  required string tunnelType = 2;
  required string tableName = 3;
  required string instanceName = 4;
  required string stage = 6;
  optional bool expired = 7;
  optional string tunnelName = 8;
  optional int64 createTime = 11;
}
message ChannelInfo {
  required string channelId = 1;
  optional string channelType = 2;
  optional string channelStatus = 3;
  optional string clientId = 4;
  optional int64 channelRpo = 5;
}
message DescribeTunnelResponse {
  required TunnelInfo tunnel = 1;
  repeated ChannelInfo channels = 2;
  optional int64 tunnelRpo = 3;
}
`);

/** Encodes a message. */
export function encode(type: string, fields: object): Uint8Array {
  const message = root.lookupType(type);
  return message.encode(message.create(fields)).finish();
}

/** Decodes a message, with 64-bit numbers as JavaScript numbers and defaults for unset fields. */
export function decode<T>(type: string, bytes: Uint8Array): T {
  const message = root.lookupType(type);
  return message.toObject(message.decode(bytes), { longs: Number, defaults: true }) as T;
}
