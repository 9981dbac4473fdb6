/** The status of each error in the body, its `error` and its message. */
const refusals = {
  AccessDenied: [403, "Unauthorized", "Access denied"],
  BucketAlreadyExists: [409, "Duplicate", "The resource already exists"],
  EntityTooLarge: [413, "Payload too large", "The object exceeded the maximum allowed size"],
  InvalidKey: [400, "InvalidKey", "Invalid key"],
  InvalidRange: [416, "invalid_range", "invalid range provided"],
  InvalidRequest: [400, "InvalidRequest", "Invalid Request"],
  KeyAlreadyExists: [409, "Duplicate", "The resource already exists"],
  NoSuchBucket: [404, "Bucket not found", "Bucket not found"],
  NoSuchKey: [404, "not_found", "Object not found"],
} as const;

/** A request that the storage refuses. */
export class StorageRefusal extends Error {
  override name = "StorageRefusal";
  readonly code: keyof typeof refusals;

  constructor(code: keyof typeof refusals) {
    super(refusals[code][2]);
    this.code = code;
  }

  /** 400 for all errors but one. Only the body has the status that fits. */
  get httpStatus(): number {
    return this.code === "InvalidRange" ? 416 : 400;
  }

  toJSON() {
    const [status, error, message] = refusals[this.code];
    return { statusCode: String(status), error, message, code: this.code };
  }
}
