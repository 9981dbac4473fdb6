// Loaded before a part's own code: a part whose supervisor is gone, however it went, ends by
// itself.
const graceMs = 8_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), graceMs).unref();
  process.kill(process.pid, "SIGTERM");
});
// The listener above holds the channel open; it must not hold a part that wants to end.
process.channel?.unref();
