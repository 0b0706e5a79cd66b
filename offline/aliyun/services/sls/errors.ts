import { ApiError } from "../../core/error.ts";
import type { ServiceRequest, ServiceResponse } from "../../core/http.ts";

export const invalid = (message: string): ApiError => new ApiError(400, "ParameterInvalid", message);

export const projectMissing = (project: string): ApiError =>
  new ApiError(404, "ProjectNotExist", `The Project does not exist : ${project}`);

export const logstoreMissing = (logstore: string): ApiError =>
  new ApiError(404, "LogStoreNotExist", `logstore ${logstore} does not exist`);

export const shardMissing = (shard: string): ApiError =>
  new ApiError(404, "ShardNotExist", `shard ${shard} does not exist`);

/** A refusal as the log service writes it. */
export function refuse(error: ApiError, request: ServiceRequest): ServiceResponse {
  return {
    status: error.status,
    headers: { "content-type": "application/json", "x-log-requestid": request.id, server: "polyfn" },
    body: JSON.stringify({ errorCode: error.code, errorMessage: error.message }),
  };
}
