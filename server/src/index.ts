export { createApp, type App, type AppDeps } from "./app.ts";
export { ConfigError, readConfig, type Config } from "./config.ts";
export { createProductionDeps, type ProductionDeps } from "./production-parts.ts";
