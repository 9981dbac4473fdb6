import { queueStatus } from "@synapse-voice/contract";
import { route, type Route } from "../http/index.ts";
import type { QueueService } from "./queue-service.ts";

export const queueRoutes = (service: Pick<QueueService, "status">): Route[] => [
  route(queueStatus, ({ person }) => service.status(person)),
];
