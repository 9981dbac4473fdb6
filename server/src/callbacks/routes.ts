import {
  claimCallback,
  finishCallback,
  listCallbacks,
  reopenCallback,
  requestCallback,
} from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { CallbacksService } from "./callbacks-service.ts";

export const callbackRoutes = (service: CallbacksService): Route[] => [
  route(requestCallback, ({ person, body }) => service.request(person, body)),
  route(listCallbacks, ({ person, query }) => service.list(person, query.status)),
  route(claimCallback, ({ person, params }) => service.claim(person, params.callbackId)),
  route(finishCallback, ({ person, params }) => service.finish(person, params.callbackId)),
  route(reopenCallback, ({ person, params }) => service.reopen(person, params.callbackId)),
];
