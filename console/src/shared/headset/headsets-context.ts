import { createContext } from "react";
import type { Headsets } from "./headsets.ts";

/** Context of the headsets; null while they are not loaded, and in browsers. */
export const HeadsetsContext = createContext<Headsets | null>(null);
