export {
  createRealtimeFeed,
  type RealtimeSource,
  type RealtimeSourceChannel,
} from "./feed/realtime-feed.ts";
export { tokenOf, type SessionReply, type TokenSource } from "./feed/supabase-token.ts";
