/** A refusal that the API answers, with its HTTP status. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What is wrong with each parameter. */
    readonly fields?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** Refuses parameters, naming each. */
export function parameterError(fields: Readonly<Record<string, string>>): ApiError {
  return new ApiError(400, "Parameter verification failed.", fields);
}

/** Anything that went wrong while a request was carried out. */
export function failure(message: string): ApiError {
  return new ApiError(500, message);
}

/** Tells which privilege is missing where. */
export function permissionError(path: string, privileges: readonly string[], any = false): ApiError {
  return new ApiError(403, `Permission check failed (${path}, ${privileges.join(any ? "|" : ", ")})`);
}
