import { ApiError } from "../../core/error.ts";

export const invalidArgument = (message: string): ApiError => new ApiError(400, "InvalidArgument", message);
