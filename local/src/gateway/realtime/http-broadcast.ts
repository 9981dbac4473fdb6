import express, { Router, type Request, type Response } from "express";
import * as v from "valibot";
import { apiKeyOf } from "../auth/caller.ts";
import { IdentityError, type Identity } from "./identity.ts";
import type { BroadcastContent } from "./socket/phoenix-frames.ts";
import type { RealtimeService } from "./realtime-service.ts";

const Messages = v.object({
  messages: v.array(
    v.object({
      topic: v.pipe(v.string(), v.minLength(1)),
      event: v.pipe(v.string(), v.minLength(1)),
      payload: v.unknown(),
      private: v.optional(v.boolean(), false),
    }),
  ),
});

/** Returns the routes of Broadcast over plain HTTP, for clients without a channel. */
export function httpBroadcastRoutes({ services, isUp }: RealtimeService): Router {
  const router = Router();
  router.use((_request, response, next) => {
    if (isUp()) next();
    else response.status(503).json({ message: "Realtime is down" });
  });
  router.post("/api/broadcast", express.json({ limit: "3mb" }), async (request, response) => {
    const identity = await authenticate(services, request, response);
    if (!identity) return;
    const parsed = v.safeParse(Messages, request.body);
    if (!parsed.success)
      return void response.status(422).json({ errors: v.flatten(parsed.issues) });
    for (const { topic, event, payload, private: isPrivate } of parsed.output.messages) {
      const isAllowed = !isPrivate || (await services.authorization.mayWrite(identity, topic));
      // Without the right, the message reaches nobody, and the sender gets no error. Hosted
      // projects do the same.
      if (isAllowed)
        services.bus.publish(isPrivate, topic, { event, json: JSON.stringify(payload ?? {}) });
    }
    response.status(202).end();
  });
  const anyBody = express.raw({ type: () => true, limit: "3mb" });
  router.post(
    "/api/broadcast/:topic/events/:event",
    anyBody,
    async (request: Request<{ topic: string; event: string }>, response) => {
      const identity = await authenticate(services, request, response);
      if (!identity) return;
      const { topic, event } = request.params;
      const isPrivate = request.query["private"] === "true";
      if (isPrivate && !(await services.authorization.mayWrite(identity, topic)))
        return void response.status(403).json({ message: "Forbidden" });
      const content = contentOf(event, request);
      if (!content)
        return void response.status(422).json({ errors: { root: ["The body is not JSON"] } });
      services.bus.publish(isPrivate, topic, content);
      response.status(202).end();
    },
  );
  return router;
}

function contentOf(event: string, request: Request): BroadcastContent | undefined {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.from("{}");
  if (request.is("application/octet-stream")) return { event, bytes };
  try {
    return { event, json: JSON.stringify(JSON.parse(bytes.toString("utf8"))) };
  } catch {
    return undefined;
  }
}

async function authenticate(
  services: RealtimeService["services"],
  request: Request,
  response: Response,
): Promise<Identity | undefined> {
  const bearer = /^Bearer (.+)$/i.exec(request.get("authorization") ?? "")?.[1];
  try {
    const token = bearer ?? apiKeyOf(request);
    if (token) return await services.identify(token);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
  }
  response.status(401).json({ message: "Unauthorized" });
  return undefined;
}
