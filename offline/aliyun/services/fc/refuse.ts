import type { ApiError } from "../../core/error.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../../core/http.ts";

/** A refusal as FC 3.0 writes it. */
export const refuse = (error: ApiError, request: ServiceRequest): ServiceResponse =>
  json({ Code: error.code, Message: error.message, RequestId: request.id }, error.status, {
    "x-fc-request-id": request.id,
  });
