import { queueStatus } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { QueueService } from "./queue-service.ts";

export const queueRoutes = (service: Pick<QueueService, "status">): Route[] => [
  route(queueStatus, ({ person }) => service.status(person)),
];
