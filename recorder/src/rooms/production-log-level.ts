// Without this, @livekit/rtc-node writes debug lines to stdout. It reads the variable while it
// loads, so import this file before it.
process.env["NODE_ENV"] ??= "production";
