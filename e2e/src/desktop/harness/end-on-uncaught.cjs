// Ends the app with code 70 at an error that nobody catches, which would show a box otherwise. For
// tests, loaded with `-r`.
process.on("uncaughtException", () => process.exit(70));
