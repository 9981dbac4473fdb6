import { findRclone } from "./find-rclone.ts";

// Finds or builds rclone. Runs before the tests, whose time limits are too short for a build.
console.log(await findRclone(process.env, console.log));
