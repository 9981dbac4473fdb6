export { startPages, type RunningPages } from "./start-pages.ts";
export { contentSecurityPolicy } from "./security-headers.ts";
