import { createContext, useContext } from "react";

/** Context of the function that opens the dialog that finds and calls someone. */
export const FindContext = createContext<() => void>(() => undefined);

/** Returns the function that opens the dialog that finds and calls someone. */
export const useFind = (): (() => void) => useContext(FindContext);
