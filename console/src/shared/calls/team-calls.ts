/** Fragment of the address of the calls page with the calls of the whole team. */
export const teamCallsFragment = "#/calls/team";
