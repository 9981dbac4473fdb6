import { findLivekit } from "@synapse-voice/local/livekit";

// Finds, downloads or builds LiveKit. Runs before the tests, whose time limits are too short for a
// build.
console.log(await findLivekit({ env: process.env, log: console.log }));
