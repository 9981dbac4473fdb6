import {
  changeOwnCallback,
  claimCallback,
  finishCallback,
  listCallbacks,
  ownCallback,
  reopenCallback,
  requestCallback,
  withdrawCallback,
} from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { CallbacksService } from "./callbacks-service.ts";

export const callbackRoutes = (service: CallbacksService): Route[] => [
  route(requestCallback, ({ person, body }) => service.request(person, body)),
  route(ownCallback, async ({ person }) => ({ callback: await service.own(person) })),
  route(changeOwnCallback, ({ person, body }) => service.changeOwn(person, body)),
  route(withdrawCallback, async ({ person }) => ({ withdrawn: await service.withdraw(person) })),
  route(listCallbacks, ({ person, query }) => service.list(person, query.status)),
  route(claimCallback, ({ person, params }) => service.claim(person, params.callbackId)),
  route(finishCallback, ({ person, params }) => service.finish(person, params.callbackId)),
  route(reopenCallback, ({ person, params }) => service.reopen(person, params.callbackId)),
];
