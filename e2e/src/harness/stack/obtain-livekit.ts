import { findLivekit } from "@synapse-voice/local/livekit";

// Finds LiveKit for the tests, or downloads or builds it, so that no test's time limit has to cover
// that.
console.log(await findLivekit({ env: process.env, log: console.log }));
