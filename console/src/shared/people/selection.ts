import { createContext, useContext } from "react";
import type { PersonType } from "@synapse-voice/contract";

/** Somebody whose details can be looked at. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly type: PersonType;
  readonly email?: string;
}

/** Whose details are shown beside the list (or, in a narrow window, in its place). */
export interface Selection {
  readonly person: Person | null;
  select(person: Person | null): void;
}

export const SelectionContext = createContext<Selection>({ person: null, select: () => undefined });

export const useSelection = (): Selection => useContext(SelectionContext);
