export { createApp, type App, type AppDeps } from "./compose/app.ts";
export { ConfigError, readConfig, type Config } from "./config.ts";
export { createProductionDeps, type ProductionDeps } from "./compose/production-deps.ts";
