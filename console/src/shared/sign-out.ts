import { createContext, useContext } from "react";

/** Context of a function that signs off this device and signs out the person. */
export const SignOutContext = createContext<() => Promise<void>>(async () => undefined);

/** Returns a function that signs off this device and signs out the person. */
export const useSignOut = (): (() => Promise<void>) => useContext(SignOutContext);
