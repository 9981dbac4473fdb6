export { runAxe } from "@synapse-voice/local/testing/axe";
export { launchChromium } from "@synapse-voice/local/testing/chromium";
