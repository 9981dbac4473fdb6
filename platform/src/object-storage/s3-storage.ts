import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
  type CompletedPart,
} from "@aws-sdk/client-s3";
import { splitIntoPieces } from "../split.ts";
import { guardStorage, type StorageBackend } from "./guarded-storage.ts";
import { StorageError, type ObjectStorage, type StorageErrorCode } from "./object-storage.ts";
import { isRangeOf, rangeHeader } from "./range-header.ts";

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** The address of a service other than AWS, such as `https://minio.example`. */
  readonly endpoint?: string;
  /** True puts the bucket into the path of addresses, as most services other than AWS expect. */
  readonly pathStyle?: boolean;
  /** By default they come from where the AWS SDK looks for them. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Number of objects per page of a list. The default and maximum is 1000. */
  readonly pageSize?: number;
  readonly timeoutMs?: number;
}

/** Size of the parts of a large upload. One part at a time is in memory. The minimum is 5 MiB. */
const partSize = 8 * 1024 * 1024;
/** Longest time for deleting the parts of a failed upload. */
const abortTimeoutMs = 10_000;

/** Makes a storage of a bucket of S3, or of a service with the same API. */
export function createS3Storage(settings: S3Settings): ObjectStorage {
  const client = new S3Client({
    region: settings.region,
    forcePathStyle: settings.pathStyle ?? false,
    // Services other than AWS know the newer checksums only in part.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(settings.credentials === undefined ? {} : { credentials: settings.credentials }),
  });
  return guardStorage(s3Backend(client, settings), settings.timeoutMs);
}

function s3Backend(client: S3Client, { bucket, pageSize }: S3Settings): StorageBackend {
  const nameOf = (key: string) => ({ Bucket: bucket, Key: key });
  return {
    async put(key, content, abortSignal) {
      const putWhole = async (Body: Uint8Array) => {
        await client.send(new PutObjectCommand({ ...nameOf(key), Body }), { abortSignal });
      };
      if (content instanceof Uint8Array) return putWhole(content);
      const parts = splitIntoPieces(content, partSize);
      const next = await parts.next();
      const first = next.done ? new Uint8Array() : next.value;
      if (first.length < partSize) return putWhole(first);
      return putInParts(client, nameOf(key), first, parts, abortSignal);
    },
    async get(key, from, to, abortSignal) {
      const range = rangeHeader(from, to);
      const command = new GetObjectCommand({ ...nameOf(key), Range: range });
      try {
        const { Body, ContentRange } = await client.send(command, { abortSignal });
        if (!(Body instanceof Readable)) throw new StorageError("unavailable", "no content");
        if (isRangeOf(ContentRange, range)) return Body;
        Body.destroy();
        throw new StorageError("unavailable", "the service ignored the range");
      } catch (error) {
        if (statusOf(error) === 416) return Readable.from([]);
        throw error;
      }
    },
    async size(key, abortSignal) {
      const found = await client.send(new HeadObjectCommand(nameOf(key)), { abortSignal });
      if (found.ContentLength === undefined) throw new StorageError("unavailable", "no size");
      return found.ContentLength;
    },
    async *list(folder, abortSignal) {
      const query = { Bucket: bucket, Prefix: `${folder}/`, MaxKeys: pageSize };
      for await (const page of paginateListObjectsV2({ client }, query, { abortSignal }))
        for (const { Key, Size } of page.Contents ?? [])
          if (Key !== undefined && Size !== undefined) yield { key: Key, size: Size };
    },
    async remove(key, abortSignal) {
      await client.send(new DeleteObjectCommand(nameOf(key)), { abortSignal });
    },
    toStorageError: fromS3Error,
  };
}

/** Uploads an object of several parts. The SDK's `Upload` would not cancel its running request. */
async function putInParts(
  client: S3Client,
  name: { readonly Bucket: string; readonly Key: string },
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  abortSignal: AbortSignal,
): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(name), { abortSignal });
  const upload = { ...name, UploadId };
  const finished: CompletedPart[] = [];
  const send = async (part: Uint8Array): Promise<void> => {
    const PartNumber = finished.length + 1;
    const command = new UploadPartCommand({ ...upload, PartNumber, Body: part });
    const { ETag } = await client.send(command, { abortSignal });
    finished.push({ PartNumber, ETag });
  };
  try {
    await send(first);
    for await (const part of rest) await send(part);
    const MultipartUpload = { Parts: finished };
    const command = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload });
    await client.send(command, { abortSignal });
  } catch (error) {
    // If this fails, too, the bucket's rule for incomplete uploads deletes the parts.
    const deadline = { abortSignal: AbortSignal.timeout(abortTimeoutMs) };
    await client.send(new AbortMultipartUploadCommand(upload), deadline).catch(() => undefined);
    throw error;
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const codesByName: Readonly<Record<string, StorageErrorCode>> = {
  NoSuchKey: "not_found",
  NotFound: "not_found",
  RequestTimeout: "unavailable",
  EntityTooLarge: "full",
  QuotaExceeded: "full",
  XMinioStorageFull: "full",
};
const codesByStatus: Readonly<Record<number, StorageErrorCode>> = {
  408: "unavailable",
  413: "full",
  429: "unavailable",
  507: "full",
};

function fromS3Error(error: unknown): StorageError {
  if (!(error instanceof S3ServiceException)) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    return new StorageError("unavailable", code);
  }
  const status = statusOf(error) ?? 0;
  // The rest of the requests that fail by themselves: rights, the bucket's name or its region.
  const byClass = status >= 300 && status < 500 ? "denied" : "unavailable";
  const code = codesByName[error.name] ?? codesByStatus[status] ?? byClass;
  return new StorageError(code, `${error.name} (${status})`);
}
