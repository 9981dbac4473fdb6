import "./force-webassembly.ts";

/** libopus as WebAssembly. */
export { Decoder, Encoder } from "@evan/opus";
