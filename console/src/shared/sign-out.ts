import { createContext, useContext } from "react";

/** Signs this device off and its person out. */
export const SignOutContext = createContext<() => Promise<void>>(async () => undefined);

export const useSignOut = (): (() => Promise<void>) => useContext(SignOutContext);
