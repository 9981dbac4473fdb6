import { startEchoTest } from "@synapse-voice/contract";
import { route, type Route } from "../platform/http/route.ts";
import type { EchoTestsService } from "./echo-tests-service.ts";

export const echoTestRoutes = (service: EchoTestsService): Route[] => [
  route(startEchoTest, ({ person }) => service.start(person)),
];
