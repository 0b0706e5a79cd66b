import { ApiError } from "../../core/error.ts";

export const invalid = (message: string): ApiError => new ApiError(400, "OTSParameterInvalid", message);

export const invalidKey = (message: string): ApiError => new ApiError(400, "OTSInvalidPK", message);

export const tableMissing = (): ApiError => new ApiError(404, "OTSObjectNotExist", "Requested table does not exist.");

export const indexMissing = (): ApiError => new ApiError(404, "OTSObjectNotExist", "Requested index does not exist.");

export const streamMissing = (): ApiError => new ApiError(404, "OTSObjectNotExist", "Requested stream does not exist.");

export const conditionFailed = (): ApiError => new ApiError(403, "OTSConditionCheckFail", "Condition check failed.");

export const instanceMissing = (): ApiError => new ApiError(403, "OTSAuthFailed", "The instance is not found.");
