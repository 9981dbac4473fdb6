export { createApp, type App, type AppParts } from "./app.ts";
export { ConfigError, readConfig, type Config } from "./config.ts";
export { createProductionParts, type ProductionParts } from "./production-parts.ts";
