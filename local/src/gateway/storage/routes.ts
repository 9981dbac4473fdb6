import express, {
  Router,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import * as v from "valibot";
import { requireAdmin } from "../auth/caller.ts";
import type { AuthContext } from "../auth/context.ts";
import { AuthError } from "../auth/errors.ts";
import { byteRangeOf } from "./byte-range.ts";
import { StorageRefusal } from "./refusal.ts";

// The part of Supabase Storage that our server uses, after supabase/storage 1.70.6
// (src/http/routes, src/storage, src/internal/errors). Objects are in memory and end with the
// gateway. There are no policies, so that only the secret key gets in.

/** The limit of a hosted project's free plan. It counts only if the request tells its size. */
const maxObjectBytes = 50 * 1024 * 1024;
const validKey = /^[A-Za-z0-9_/!.*'() &$=@;:+,?-]+$/u;

type Bucket = Map<string, Buffer>;
type ObjectParams = { bucket: string; key: string[] };

const NewBucket = v.object({ name: v.pipe(v.string(), v.minLength(1)) });
const ListQuery = v.object({
  prefix: v.optional(v.string(), ""),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1_000),
  cursor: v.optional(v.string()),
});
const Deletion = v.object({ prefixes: v.pipe(v.array(v.string()), v.minLength(1)) });

/** Returns the routes below /storage/v1. */
export function storageRoutes(auth: AuthContext): Router {
  const buckets = new Map<string, Bucket>();
  const router = Router();
  const json = express.json();
  router.use(requireService(auth));
  router.post("/bucket", json, (request, response) => {
    const { name } = parse(NewBucket, request.body);
    if (buckets.has(name)) throw new StorageRefusal("BucketAlreadyExists");
    buckets.set(name, new Map());
    response.json({ name });
  });
  router.post("/object/list-v2/:bucket", json, (request, response) => {
    const { prefix, limit, cursor } = parse(ListQuery, request.body);
    const after = cursor === undefined ? "" : Buffer.from(cursor, "base64").toString();
    const found = [...find(buckets, request.params.bucket)]
      .filter(([name]) => name.startsWith(prefix) && name > after)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    const page = found.slice(0, Math.min(limit, 1_000));
    const hasNext = found.length > page.length;
    const last = page.at(-1)?.[0] ?? "";
    response.json({
      hasNext,
      ...(hasNext ? { nextCursor: Buffer.from(last).toString("base64"), nextCursorKey: last } : {}),
      folders: [],
      objects: page.map(([name, { length }]) => ({ name, metadata: { size: length } })),
    });
  });
  router.get("/object/info/:bucket/*key", (request: Request<ObjectParams>, response) => {
    const { content, name, bucket } = findObject(buckets, request.params);
    response.json({ name, bucket_id: bucket, size: content.length });
  });
  router.get("/object/:bucket/*key", (request: Request<ObjectParams>, response) => {
    sendContent(findObject(buckets, request.params).content, request, response);
  });
  router.post("/object/:bucket/*key", async (request: Request<ObjectParams>, response) => {
    await store(buckets, request, response, request.get("x-upsert") === "true");
  });
  router.put("/object/:bucket/*key", async (request: Request<ObjectParams>, response) => {
    await store(buckets, request, response, true);
  });
  router.delete("/object/:bucket", json, (request, response) => {
    const bucket = find(buckets, request.params.bucket);
    const { prefixes } = parse(Deletion, request.body);
    response.json(prefixes.filter((name) => bucket.delete(name)).map((name) => ({ name })));
  });
  router.use(reportRefusal);
  return router;
}

function requireService(auth: AuthContext): RequestHandler {
  return async (request, _response, next) => {
    try {
      await requireAdmin(auth, request);
    } catch (error) {
      throw error instanceof AuthError ? new StorageRefusal("AccessDenied") : error;
    }
    next();
  };
}

function parse<Output>(schema: v.GenericSchema<unknown, Output>, body: unknown): Output {
  const parsed = v.safeParse(schema, body);
  if (!parsed.success) throw new StorageRefusal("InvalidRequest");
  return parsed.output;
}

function find(buckets: ReadonlyMap<string, Bucket>, name: string): Bucket {
  const bucket = buckets.get(name);
  if (!bucket) throw new StorageRefusal("NoSuchBucket");
  return bucket;
}

function findObject(buckets: ReadonlyMap<string, Bucket>, { bucket, key }: ObjectParams) {
  const name = key.join("/");
  const content = find(buckets, bucket).get(name);
  if (!content) throw new StorageRefusal("NoSuchKey");
  return { content, name, bucket };
}

async function store(
  buckets: ReadonlyMap<string, Bucket>,
  request: Request<ObjectParams>,
  response: Response,
  replaces: boolean,
): Promise<void> {
  const bucket = find(buckets, request.params.bucket);
  const name = request.params.key.join("/");
  if (!validKey.test(name)) throw new StorageRefusal("InvalidKey");
  if (Number(request.get("content-length") ?? 0) > maxObjectBytes)
    throw new StorageRefusal("EntityTooLarge");
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // The client has gone, and nothing of its object is stored.
    return void response.destroy();
  }
  if (!replaces && bucket.has(name)) throw new StorageRefusal("KeyAlreadyExists");
  bucket.set(name, Buffer.concat(chunks));
  response.json({ Id: crypto.randomUUID(), Key: `${request.params.bucket}/${name}` });
}

function sendContent(content: Buffer, request: Request, response: Response): void {
  response.set({ "Content-Type": "application/octet-stream", "Accept-Ranges": "bytes" });
  const range = request.get("range");
  if (range === undefined) return void response.send(content);
  const { from, to } = byteRangeOf(range, content.length);
  response
    .status(206)
    .set("Content-Range", `bytes ${from}-${to - 1}/${content.length}`)
    .send(content.subarray(from, to));
}

const reportRefusal: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof StorageRefusal && !response.headersSent)
    response.status(error.httpStatus).json(error);
  else next(error);
};
