// The native build of @evan/opus 1.0.3, its default, ends the process now and then in worker
// threads. A fault in WebAssembly is an exception. Import this file before the library, which reads
// the variable while it loads.
process.env["OPUS_FORCE_WASM"] = "1";
