import { queueStatus, unansweredCalls, waitingCalls } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { QueueLists } from "./queue-lists.ts";
import type { QueueService } from "./queue-service.ts";

export const queueRoutes = (service: Pick<QueueService, "status">, lists: QueueLists): Route[] => [
  route(queueStatus, ({ person }) => service.status(person)),
  route(waitingCalls, ({ person }) => lists.waiting(person)),
  route(unansweredCalls, ({ person, query }) =>
    lists.unanswered(person, {
      limit: query.limit,
      before: query.before?.toLowerCase() ?? null,
    }),
  ),
];
