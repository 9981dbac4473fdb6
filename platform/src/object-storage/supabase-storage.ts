import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import * as v from "valibot";
import { guardStorage, type StorageBackend } from "./guarded-storage.ts";
import { StorageError, type ObjectStorage, type StorageErrorCode } from "./object-storage.ts";
import { isRangeOf, rangeHeader } from "./range-header.ts";

export interface SupabaseSettings {
  /** Address of the project, such as `https://project.supabase.co`. */
  readonly url: string;
  /** The secret key, or the service role key. */
  readonly key: string;
  /** A private bucket, which must exist. */
  readonly bucket: string;
  /** Number of objects per page of a list. The default and maximum is 1000. */
  readonly pageSize?: number;
  readonly timeoutMs?: number;
}

// The API is that of supabase/storage 1.70.6 (src/http/routes/object). The tests run it
// against the gateway of the local stack. It has not run against a hosted project.
const Info = v.object({ size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });
const Page = v.object({
  objects: v.array(
    v.object({
      name: v.string(),
      metadata: v.object({ size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
    }),
  ),
  hasNext: v.boolean(),
  nextCursor: v.optional(v.string()),
});
/** Errors have the HTTP status 400 mostly. The status that counts is in the body. */
const Refusal = v.object({
  statusCode: v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number))),
  code: v.optional(v.string(), ""),
});

type ServiceInit = RequestInit & { readonly headers?: Record<string, string> };
/** Node requires `duplex` for streams. The types of browsers don't know it. */
type UploadInit = ServiceInit & { readonly duplex: "half" };

/** Makes a storage of a bucket of Supabase Storage. */
export const createSupabaseStorage = (settings: SupabaseSettings): ObjectStorage =>
  guardStorage(supabaseBackend(settings), settings.timeoutMs);

function supabaseBackend({ url, key, bucket, pageSize = 1_000 }: SupabaseSettings): StorageBackend {
  const request = async (
    path: string,
    signal: AbortSignal,
    { headers, ...init }: ServiceInit = {},
  ): Promise<Response> => {
    const response = await fetch(`${url}/storage/v1/object/${path}`, {
      ...init,
      signal,
      headers: { apikey: key, authorization: `Bearer ${key}`, ...headers },
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  };
  return {
    async put(name, content, signal) {
      const init: UploadInit = {
        method: "POST",
        headers: { "x-upsert": "true", "content-type": "application/octet-stream" },
        body: content instanceof Uint8Array ? Buffer.from(content) : toWebStream(content),
        duplex: "half",
      };
      await request(`${bucket}/${name}`, signal, init);
    },
    async get(name, from, to, signal) {
      const range = rangeHeader(from, to);
      try {
        const headers: Record<string, string> = range === undefined ? {} : { range };
        const response = await request(`${bucket}/${name}`, signal, { headers });
        if (!isRangeOf(response.headers.get("content-range") ?? undefined, range)) {
          await response.body?.cancel();
          throw new StorageError("unavailable", "the service ignored the range");
        }
        return toReadable(response);
      } catch (error) {
        if (error instanceof ServiceRefusal && error.status === 416) return Readable.from([]);
        throw error;
      }
    },
    async size(name, signal) {
      const response = await request(`info/${bucket}/${name}`, signal);
      return v.parse(Info, await response.json()).size;
    },
    async *list(folder, signal) {
      let cursor: string | undefined;
      do {
        const response = await request(`list-v2/${bucket}`, signal, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ prefix: `${folder}/`, limit: pageSize, cursor }),
        });
        const page = v.parse(Page, await response.json());
        for (const { name, metadata } of page.objects) yield { key: name, size: metadata.size };
        cursor = page.hasNext ? page.nextCursor : undefined;
      } while (cursor !== undefined);
    },
    async remove(name, signal) {
      // Unlike the request for one object, this one accepts objects that don't exist.
      await request(bucket, signal, {
        method: "DELETE",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ prefixes: [name] }),
      });
    },
    toStorageError: fromServiceError,
  };
}

function toReadable({ body }: Response): Readable {
  // The types of browsers and of Node describe the same class.
  return body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
}

const toWebStream = (content: AsyncIterable<Uint8Array>) =>
  Readable.toWeb(Readable.from(content, { objectMode: false })) as globalThis.ReadableStream;

/** The service refused a request. */
class ServiceRefusal extends Error {
  override name = "ServiceRefusal";
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(`${code} (${status})`);
    this.status = status;
    this.code = code;
  }
}

async function refusalOf(response: Response): Promise<ServiceRefusal> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = v.safeParse(Refusal, body);
  const { statusCode, code } = parsed.success ? parsed.output : { statusCode: undefined, code: "" };
  return new ServiceRefusal(statusCode ?? response.status, code);
}

const codes: Readonly<Record<string, StorageErrorCode>> = {
  NoSuchKey: "not_found",
  EntityTooLarge: "full",
  413: "full",
  507: "full",
  408: "unavailable",
  429: "unavailable",
  499: "unavailable",
};

function fromServiceError(error: unknown): StorageError {
  if (!(error instanceof ServiceRefusal))
    return new StorageError("unavailable", networkCodeOf(error));
  const { status, code } = error;
  const byClass = status >= 400 && status < 500 ? "denied" : "unavailable";
  return new StorageError(codes[code] ?? codes[status] ?? byClass, error.message);
}

/** Returns the code of a failed connection, such as `ECONNREFUSED`, which `fetch` hides. */
function networkCodeOf(error: unknown): string | undefined {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}
