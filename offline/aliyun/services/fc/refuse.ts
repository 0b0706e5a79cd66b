import type { ApiError } from "../../core/error.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../../core/http.ts";
import { OLD_BASE } from "./operations/upload.ts";

/** A refusal as FC 3.0 writes it; the API of 2016 has other names for its parts. */
export function refuse({ code, message, status }: ApiError, request: ServiceRequest): ServiceResponse {
  const body = request.rawPath.startsWith(`${OLD_BASE}/`)
    ? { ErrorCode: code, ErrorMessage: message }
    : { Code: code, Message: message, RequestId: request.id };
  return json(body, status, { "x-fc-request-id": request.id });
}
