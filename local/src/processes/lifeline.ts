// Loaded with `--import` before the code of a stack process. It makes the process exit when its
// supervisor has gone, for whatever reason.
const graceMs = 8_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), graceMs).unref();
  process.kill(process.pid, "SIGTERM");
});
// The listener above keeps the channel open. It must not keep the process alive.
process.channel?.unref();
