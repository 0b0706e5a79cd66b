/**
 * Messages of Tablestore's data interface (API 2015-12-31), of streams and of tunnels, as far as they are served. Names
 * and numbers are the wire's.
 */
export const TABLE_PROTO = `
syntax = "proto2";
message Error { required string code = 1; optional string message = 2; optional string tunnel_id = 3; }

enum PrimaryKeyType { INTEGER = 1; STRING = 2; BINARY = 3; }
enum PrimaryKeyOption { AUTO_INCREMENT = 1; }
enum DefinedColumnType { DCT_INTEGER = 1; DCT_DOUBLE = 2; DCT_BOOLEAN = 3; DCT_STRING = 4; DCT_BLOB = 7; }
enum BloomFilterType { NONE = 1; CELL = 2; ROW = 3; }
enum TableStatus { ACTIVE = 1; INACTIVE = 2; LOADING = 3; UNLOADING = 4; UPDATING = 5; }
enum RowExistenceExpectation { IGNORE = 0; EXPECT_EXIST = 1; EXPECT_NOT_EXIST = 2; }
enum ReturnType { RT_NONE = 0; RT_PK = 1; RT_AFTER_MODIFY = 2; }
enum OperationType { PUT = 1; UPDATE = 2; DELETE = 3; }
enum Direction { FORWARD = 0; BACKWARD = 1; }
enum IndexUpdateMode { IUM_ASYNC_INDEX = 0; IUM_SYNC_INDEX = 1; }
enum IndexType { IT_GLOBAL_INDEX = 0; IT_LOCAL_INDEX = 1; }
enum IndexSyncPhase { ISP_INVALID = 0; ISP_FULL = 1; ISP_INCR = 2; }
enum SSEKeyType { SSE_KMS_SERVICE = 1; SSE_BYOK = 2; }
enum StreamStatus { STREAM_ENABLING = 1; STREAM_ACTIVE = 2; }
enum ActionType { PUT_ROW = 1; UPDATE_ROW = 2; DELETE_ROW = 3; }

message PrimaryKeySchema { required string name = 1; required PrimaryKeyType type = 2; optional PrimaryKeyOption option = 3; }
message DefinedColumnSchema { required string name = 1; required DefinedColumnType type = 2; }
message TableOptions {
  optional int32 time_to_live = 1; optional int32 max_versions = 2; optional BloomFilterType bloom_filter_type = 3;
  optional int32 block_size = 4; optional int64 deviation_cell_version_in_sec = 5; optional bool allow_update = 6;
}
message IndexMeta {
  required string name = 1; repeated string primary_key = 2; repeated string defined_column = 3;
  required IndexUpdateMode index_update_mode = 4; required IndexType index_type = 5;
  optional IndexSyncPhase index_sync_phase = 6;
}
message TableMeta {
  required string table_name = 1; repeated PrimaryKeySchema primary_key = 2;
  repeated DefinedColumnSchema defined_column = 3; repeated IndexMeta index_meta = 4;
}
message Condition { required RowExistenceExpectation row_existence = 1; optional bytes column_condition = 2; }
message CapacityUnit { optional int32 read = 1; optional int32 write = 2; }
message ReservedThroughput { required CapacityUnit capacity_unit = 1; }
message ReservedThroughputDetails {
  required CapacityUnit capacity_unit = 1; required int64 last_increase_time = 2; optional int64 last_decrease_time = 3;
}
message ConsumedCapacity { required CapacityUnit capacity_unit = 1; }
message StreamSpecification { required bool enable_stream = 1; optional int32 expiration_time = 2; repeated string columns_to_get = 3; }
message StreamDetails {
  required bool enable_stream = 1; optional string stream_id = 2; optional int32 expiration_time = 3;
  optional int64 last_enable_time = 4; repeated string columns_to_get = 5;
}
message SSESpecification { required bool enable = 1; optional SSEKeyType key_type = 2; optional bytes key_id = 3; optional bytes role_arn = 4; }

message CreateTableRequest {
  required TableMeta table_meta = 1; required ReservedThroughput reserved_throughput = 2;
  optional TableOptions table_options = 3; optional StreamSpecification stream_spec = 5;
  optional SSESpecification sse_spec = 6; repeated IndexMeta index_metas = 7; optional bool enable_local_txn = 8;
}
message CreateTableResponse {}
message UpdateTableRequest {
  required string table_name = 1; optional ReservedThroughput reserved_throughput = 2;
  optional TableOptions table_options = 3; optional StreamSpecification stream_spec = 4;
}
message UpdateTableResponse {
  required ReservedThroughputDetails reserved_throughput_details = 1; required TableOptions table_options = 2;
  optional StreamDetails stream_details = 3;
}
message DescribeTableRequest { required string table_name = 1; }
message DescribeTableResponse {
  required TableMeta table_meta = 1; required ReservedThroughputDetails reserved_throughput_details = 2;
  required TableOptions table_options = 3; required TableStatus table_status = 4;
  optional StreamDetails stream_details = 5; repeated bytes shard_splits = 6; optional SSESpecification sse_details = 7;
  repeated IndexMeta index_metas = 8;
}
message ListSearchIndexRequest { optional string table_name = 1; }
message ListSearchIndexResponse {}
message ListTableRequest {}
message ListTableResponse { repeated string table_names = 1; }
message DeleteTableRequest { required string table_name = 1; }
message DeleteTableResponse {}
message CreateIndexRequest { required string main_table_name = 1; required IndexMeta index_meta = 2; optional bool include_base_data = 3; }
message CreateIndexResponse {}
message DropIndexRequest { required string main_table_name = 1; required string index_name = 2; }
message DropIndexResponse {}
message AddDefinedColumnRequest { required string table_name = 1; repeated DefinedColumnSchema columns = 2; }
message AddDefinedColumnResponse {}
message DeleteDefinedColumnRequest { required string table_name = 1; repeated string columns = 2; }
message DeleteDefinedColumnResponse {}
`;

export const ROW_PROTO = `
message TimeRange { optional int64 start_time = 1; optional int64 end_time = 2; optional int64 specific_time = 3; }
message ReturnContent { optional ReturnType return_type = 1; repeated string return_column_names = 2; }

message GetRowRequest {
  required string table_name = 1; required bytes primary_key = 2; repeated string columns_to_get = 3;
  optional TimeRange time_range = 4; optional int32 max_versions = 5; optional bytes filter = 7;
  optional string start_column = 8; optional string end_column = 9; optional bytes token = 10;
  optional string transaction_id = 11;
}
message GetRowResponse { required ConsumedCapacity consumed = 1; required bytes row = 2; optional bytes next_token = 3; }
message PutRowRequest {
  required string table_name = 1; required bytes row = 2; required Condition condition = 3;
  optional ReturnContent return_content = 4; optional string transaction_id = 5;
}
message UpdateRowRequest {
  required string table_name = 1; required bytes row_change = 2; required Condition condition = 3;
  optional ReturnContent return_content = 4; optional string transaction_id = 5;
}
message DeleteRowRequest {
  required string table_name = 1; required bytes primary_key = 2; required Condition condition = 3;
  optional ReturnContent return_content = 4; optional string transaction_id = 5;
}
message WriteRowResponse { required ConsumedCapacity consumed = 1; optional bytes row = 2; }

message TableInBatchGetRowRequest {
  required string table_name = 1; repeated bytes primary_key = 2; repeated bytes token = 3;
  repeated string columns_to_get = 4; optional TimeRange time_range = 5; optional int32 max_versions = 6;
  optional bytes filter = 8; optional string start_column = 9; optional string end_column = 10;
}
message BatchGetRowRequest { repeated TableInBatchGetRowRequest tables = 1; }
message RowInBatchResponse {
  required bool is_ok = 1; optional Error error = 2; optional ConsumedCapacity consumed = 3; optional bytes row = 4;
  optional bytes next_token = 5;
}
message TableInBatchResponse { required string table_name = 1; repeated RowInBatchResponse rows = 2; }
message BatchResponse { repeated TableInBatchResponse tables = 1; }
message RowInBatchWriteRowRequest {
  required OperationType type = 1; required bytes row_change = 2; required Condition condition = 3;
  optional ReturnContent return_content = 4;
}
message TableInBatchWriteRowRequest { required string table_name = 1; repeated RowInBatchWriteRowRequest rows = 2; }
message BatchWriteRowRequest {
  repeated TableInBatchWriteRowRequest tables = 1; optional string transaction_id = 2; optional bool is_atomic = 3;
}
message GetRangeRequest {
  required string table_name = 1; required Direction direction = 2; repeated string columns_to_get = 3;
  optional TimeRange time_range = 4; optional int32 max_versions = 5; optional int32 limit = 6;
  required bytes inclusive_start_primary_key = 7; required bytes exclusive_end_primary_key = 8;
  optional bytes filter = 10; optional string start_column = 11; optional string end_column = 12;
  optional bytes token = 13; optional string transaction_id = 14;
}
message GetRangeResponse {
  required ConsumedCapacity consumed = 1; required bytes rows = 2; optional bytes next_start_primary_key = 3;
  optional bytes next_token = 4;
}

enum FilterType { FT_SINGLE_COLUMN_VALUE = 1; FT_COMPOSITE_COLUMN_VALUE = 2; FT_COLUMN_PAGINATION = 3; }
enum ComparatorType {
  CT_EQUAL = 1; CT_NOT_EQUAL = 2; CT_GREATER_THAN = 3; CT_GREATER_EQUAL = 4; CT_LESS_THAN = 5; CT_LESS_EQUAL = 6;
}
enum LogicalOperator { LO_NOT = 1; LO_AND = 2; LO_OR = 3; }
enum VariantType { VT_INTEGER = 0; VT_DOUBLE = 1; VT_STRING = 3; VT_NULL = 6; VT_BLOB = 7; }
message ValueTransferRule { required string regex = 1; optional VariantType cast_type = 2; }
message SingleColumnValueFilter {
  required ComparatorType comparator = 1; required string column_name = 2; required bytes column_value = 3;
  required bool filter_if_missing = 4; required bool latest_version_only = 5;
  optional ValueTransferRule value_trans_rule = 6;
}
message CompositeColumnValueFilter { required LogicalOperator combinator = 1; repeated Filter sub_filters = 2; }
message ColumnPaginationFilter { required int32 offset = 1; required int32 limit = 2; }
message Filter { required FilterType type = 1; required bytes filter = 2; }
`;

export const STREAM_PROTO = `
message ListStreamRequest { optional string table_name = 1; }
message Stream { required string stream_id = 1; required string table_name = 2; required int64 creation_time = 3; }
message ListStreamResponse { repeated Stream streams = 1; }
message StreamShard { required string shard_id = 1; optional string parent_id = 2; optional string parent_sibling_id = 3; }
message DescribeStreamRequest {
  required string stream_id = 1; optional string inclusive_start_shard_id = 2; optional int32 shard_limit = 3;
}
message DescribeStreamResponse {
  required string stream_id = 1; required int32 expiration_time = 2; required string table_name = 3;
  required int64 creation_time = 4; required StreamStatus stream_status = 5; repeated StreamShard shards = 6;
  optional string next_shard_id = 7;
}
message GetShardIteratorRequest {
  required string stream_id = 1; required string shard_id = 2; optional int64 timestamp = 3; optional string token = 4;
}
message GetShardIteratorResponse { required string shard_iterator = 1; optional string next_token = 2; }
message GetStreamRecordRequest { required string shard_iterator = 1; optional int32 limit = 2; optional string table_name = 3; }
message ChangeRecord { required ActionType action_type = 1; required bytes record = 2; optional bytes origin_record = 3; }
message GetStreamRecordResponse {
  repeated ChangeRecord stream_records = 1; optional string next_shard_iterator = 2;
  optional ConsumedCapacity consumed = 3; optional bool may_more_record = 4;
}

enum TunnelType { BaseData = 1; Stream_ = 2; BaseAndStream = 3; }
enum ChannelStatus { OPEN = 1; CLOSING = 2; CLOSE = 3; TERMINATED = 4; }
message Tunnel { required string table_name = 1; required string tunnel_name = 3; required TunnelType tunnel_type = 4; }
message CreateTunnelRequest { required Tunnel tunnel = 1; }
message CreateTunnelResponse { required string tunnel_id = 1; }
message DeleteTunnelRequest { required string table_name = 1; required string tunnel_name = 2; optional string tunnel_id = 3; }
message DeleteTunnelResponse {}
message ListTunnelRequest { optional string table_name = 1; }
message TunnelInfo {
  required string tunnel_id = 1; required string tunnel_type = 2; required string table_name = 3;
  required string instance_name = 4; required string stream_id = 5; required string stage = 6; optional bool expired = 7;
  optional string tunnel_name = 8; optional bool public = 9; optional int64 create_time = 11;
}
message ListTunnelResponse { repeated TunnelInfo tunnels = 1; }
message DescribeTunnelRequest { required string table_name = 1; required string tunnel_name = 2; optional string tunnel_id = 3; }
message ChannelInfo {
  required string channel_id = 1; optional string channel_type = 2; optional string channel_status = 3;
  optional string client_id = 4; optional int64 channel_rpo = 5; optional int64 channel_count = 6;
}
message DescribeTunnelResponse { required TunnelInfo tunnel = 1; repeated ChannelInfo channels = 2; optional int64 tunnel_rpo = 3; }
message ClientConfig { optional int64 timeout = 1; optional string client_tag = 2; }
message ConnectRequest { required string tunnel_id = 1; optional ClientConfig client_config = 2; }
message ConnectResponse { required string client_id = 1; }
message Channel { required string channel_id = 1; required int64 version = 2; required ChannelStatus status = 3; optional bytes detail = 4; }
message HeartbeatRequest { required string tunnel_id = 1; required string client_id = 2; repeated Channel channels = 3; }
message HeartbeatResponse { repeated Channel channels = 1; }
message ShutdownRequest { required string tunnel_id = 1; required string client_id = 2; }
message ShutdownResponse {}
message GetCheckpointRequest { required string tunnel_id = 1; required string client_id = 2; required string channel_id = 3; }
message GetCheckpointResponse { required string checkpoint = 1; required int64 sequence_number = 2; }
message CheckpointRequest {
  required string tunnel_id = 1; required string client_id = 2; required string channel_id = 3;
  required string checkpoint = 4; required int64 sequence_number = 5;
}
message CheckpointResponse {}
message ReadRecordsRequest {
  required string tunnel_id = 1; required string client_id = 2; required string channel_id = 3; required string token = 4;
}
message ReadRecordsResponse { repeated ChangeRecord records = 1; required string next_token = 2; optional bool may_more_record = 3; }
message TokenContent { optional bytes primary_key = 1; optional string iterator = 2; optional int64 timestamp = 3; }
message Token { required int64 version = 1; required bytes content = 2; }
`;
