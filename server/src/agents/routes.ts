import { availableAgents, endPresence, endWrapUp, putPresence } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { AgentsService } from "./agents-service.ts";

export const agentRoutes = (service: AgentsService): Route[] => [
  route(availableAgents, ({ person, query }) =>
    service.available(person, query.reachable === "true"),
  ),
  route(putPresence, ({ person, deviceId, body }) => service.putPresence(person, deviceId, body)),
  route(endPresence, ({ person, deviceId, query }) => service.endPresence(person, deviceId, query)),
  route(endWrapUp, ({ person }) => service.endWrapUp(person)),
];
